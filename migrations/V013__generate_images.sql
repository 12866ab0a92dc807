-- One request for images of one prompt by one model version. Its state follows the job that works on it.
create table generation (
    id uuid primary key,
    requested_by text,
    model_version_id uuid not null references model_version,
    prompt text not null check (length(prompt) between 1 and 500),
    negative_prompt text not null default '' check (length(negative_prompt) <= 500),
    seeds bigint[] not null check (cardinality(seeds) between 1 and 64),
    steps int not null check (steps between 1 and 200),
    guidance double precision not null check (guidance between 0 and 30),
    sampler text not null check (sampler in ('DPMPP_2M', 'DDIM')),
    width int not null check (width > 0),
    height int not null check (height > 0),
    state text not null default 'QUEUED' check (state in ('QUEUED', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED')),
    error text,
    created_at timestamptz not null default now(),
    finished_at timestamptz
);
create index generation_of_person on generation (requested_by, created_at desc) where requested_by is not null;

-- An image row says everything needed to draw the same picture again; the bytes lie in the blob store.
create table image (
    id uuid primary key,
    generation_id uuid not null references generation,
    index int not null check (index >= 0),
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    model_version_id uuid not null references model_version,
    prompt text not null,
    negative_prompt text not null,
    seed bigint not null,
    steps int not null,
    guidance double precision not null,
    sampler text not null,
    width int not null,
    height int not null,
    created_at timestamptz not null default now(),
    unique (generation_id, index)
);
create index image_of_blob on image (sha256);

revoke delete on generation from pinhua_app;
call facts('image');
