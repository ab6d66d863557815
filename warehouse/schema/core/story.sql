-- One row an article, with the story that it tells. Articles that share a band of their texts (core.article.bands),
-- directly or through others, tell one story: a wire report stands at many newsrooms. Written anew by
-- derived/story.sql. Key: document_id.
-- document_id: sha256 of the page.
-- story_id: The story: sha256 of that of its articles which is known first.
create table core.story (
    document_id varchar not null,
    story_id    varchar not null
);
