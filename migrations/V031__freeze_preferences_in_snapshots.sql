-- A snapshot is a list of preferences that never changes: its digest names its content, so freezing the same
-- curation twice gives the same snapshot.
create table snapshot (
    id uuid primary key,
    curation_id uuid not null references curation,
    name text not null check (length(name) between 1 and 200),
    digest text not null unique check (digest ~ '^[0-9a-f]{64}$'),
    base_model_id uuid not null references base_model,
    manifest text not null,
    preferences text not null,
    train_groups int not null check (train_groups > 0),
    heldout_groups int not null,
    pairs int not null,
    images int not null,
    created_by text not null,
    created_at timestamptz not null
);

create table snapshot_image (
    snapshot_id uuid not null references snapshot,
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    primary key (snapshot_id, sha256)
);

call facts('snapshot', 'snapshot_image');
