-- Which base models take the same adapters: those that have a digest in common. The engine tells it when the files of a
-- model are imported, so a model whose files are imported again gets it later; one without takes its own adapters only.
-- Another digest of the same model, as a later engine may tell it, is another row.
create table base_model_layers (
    base_model_id uuid not null references base_model,
    digest text not null check (digest ~ '^[0-9a-f]{64}$'),
    created_at timestamptz not null default now(),
    primary key (base_model_id, digest)
);
call facts('base_model_layers');
