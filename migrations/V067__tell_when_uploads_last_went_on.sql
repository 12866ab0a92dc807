-- When bytes of an upload last arrived. One that somebody goes on with is kept, however long ago it was begun.
alter table model_import
    add column received_at timestamptz not null default now();
