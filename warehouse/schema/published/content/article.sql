-- Articles without their bodies, which are not ours to publish.
select * exclude (body) from working.core.article
