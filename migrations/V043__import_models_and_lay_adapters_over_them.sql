-- Where models came from, as far as somebody knew. What the files say of themselves is kept as it was read.
alter table base_model
    add column pipeline_class text not null default '',
    add column licence text not null default '' check (length(licence) <= 2000),
    add column origin text not null default '' check (length(origin) <= 2000),
    add column imported_by text;

alter table adapter
    add column parameters bigint not null default 0,
    add column metadata jsonb not null default '{}',
    add column licence text not null default '' check (length(licence) <= 2000),
    add column origin text not null default '' check (length(origin) <= 2000),
    add column imported_by text;

-- The import of one model or adapter. Its state follows the upload, then the job that looks into the file.
create table model_import (
    id uuid primary key,
    kind text not null check (kind in ('BASE_MODEL', 'ADAPTER')),
    name text not null check (length(name) between 1 and 200),
    path text,
    base_model_id uuid references base_model,
    size bigint,
    received bigint not null default 0,
    sha256 text check (sha256 ~ '^[0-9a-f]{64}$'),
    licence text not null default '',
    origin text not null default '',
    requested_by text not null,
    state text not null check (state in ('UPLOADING', 'QUEUED', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED')),
    error text,
    model_version_id uuid references model_version,
    created_at timestamptz not null default now(),
    finished_at timestamptz,
    check (kind = 'BASE_MODEL' or base_model_id is not null),
    check ((path is null) = (size > 0 and size is not null)),
    check (received between 0 and coalesce(size, 0))
);
create index model_import_by_time on model_import (created_at desc);
revoke delete on model_import from pinhua_app, pinhua_web, pinhua_worker;

-- Adapters laid over a model version for one generation, beside the version's own.
alter table generation
    add column adapters uuid[] not null default '{}',
    add column adapter_strengths double precision[] not null default '{}',
    add column clip_skip int not null default 0 check (clip_skip between 0 and 11),
    add check (cardinality(adapters) = cardinality(adapter_strengths) and cardinality(adapters) <= 8);

alter table image
    add column adapters uuid[] not null default '{}',
    add column adapter_strengths double precision[] not null default '{}',
    add column clip_skip int not null default 0;
