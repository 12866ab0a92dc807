-- New anonymous raters by network. The key is a keyed hash that changes every day, and a row goes when its bucket is
-- full again. Losing the table in a crash harms nobody, so it is not logged.
create unlogged table newcomer_count (
    network text primary key,
    full_at timestamptz not null
);
