-- Base models, adapters and model versions are facts; only the alias moves, and it counts its moves.
create table base_model (
    id uuid primary key,
    name text not null,
    digest text not null unique check (digest ~ '^[0-9a-f]{64}$'),
    folder text not null,
    width int not null check (width > 0),
    height int not null check (height > 0),
    parameters bigint not null check (parameters >= 0),
    created_at timestamptz not null default now()
);

create table adapter (
    id uuid primary key,
    base_model_id uuid not null references base_model,
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    name text not null,
    rank int not null check (rank > 0),
    alpha double precision not null,
    target_modules text[] not null,
    created_at timestamptz not null default now(),
    unique (base_model_id, sha256)
);

create table model_version (
    id uuid primary key,
    number int not null unique check (number > 0),
    name text not null,
    base_model_id uuid not null references base_model,
    adapter_id uuid references adapter,
    strength double precision not null default 1,
    created_at timestamptz not null default now(),
    unique nulls not distinct (base_model_id, adapter_id, strength)
);

create table serving_alias (
    alias text primary key,
    model_version_id uuid not null references model_version,
    revision bigint not null check (revision > 0),
    moved_at timestamptz not null default now()
);

call facts('base_model', 'adapter', 'model_version');
revoke delete on serving_alias from pinhua_app;
