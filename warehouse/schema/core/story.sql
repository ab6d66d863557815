-- Which articles tell one story: a wire report stands at many newsrooms. Written anew by derived/story.sql.
create table core.story (
    document_id varchar not null,
    story_id    varchar not null
);
comment on table core.story is 'One row an article. Articles that share a band of their texts (core.article.bands), directly or through others, tell one story. Key: document_id.';
comment on column core.story.document_id is 'sha256 of the page.';
comment on column core.story.story_id is 'The story: sha256 of that of its articles which is known first.';
