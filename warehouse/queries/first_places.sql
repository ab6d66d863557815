-- The three newest places of each rule that is broken.
select
    f.rule,
    regexp_extract(d.url, '[^/]+$') as document,
    f.sheet,
    f.cell,
    f.message
from core.finding as f
left join raw.document as d on f.document_id = d.document_id
qualify row_number() over (partition by f.rule order by d.known_from desc, f.document_id, f.sheet, f.cell, f.message) <= 3
order by f.severity, f.rule, d.known_from desc, f.document_id, f.sheet, f.cell, f.message;
