-- A run trains one adapter from one snapshot. Its settings never change; state and progress do, under the fence of
-- the job that works on it. `trainer_pid` and `trainer_started` name the process of the last attempt, so that the
-- next one can end it first.
create table run (
    id uuid primary key,
    snapshot_id uuid not null references snapshot,
    base_version_id uuid not null references model_version,
    name text not null check (length(name) between 1 and 200),
    objective text not null check (objective in ('SFT', 'PL_DPO')),
    steps int not null check (steps > 0),
    rank int not null check (rank > 0),
    learning_rate double precision not null check (learning_rate > 0),
    beta double precision not null check (beta > 0),
    batch_groups int not null check (batch_groups > 0),
    seed bigint not null,
    state text not null default 'QUEUED' check (state in ('QUEUED', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED')),
    step int not null default 0,
    seconds_left double precision,
    heldout_accuracy double precision,
    heldout_pairs int,
    error text,
    trainer_pid bigint,
    trainer_started bigint,
    adapter_sha256 text check (adapter_sha256 ~ '^[0-9a-f]{64}$'),
    model_version_id uuid references model_version,
    created_by text not null,
    created_at timestamptz not null,
    started_at timestamptz,
    ended_at timestamptz,
    check ((state = 'DONE') = (model_version_id is not null))
);

-- One optimiser step. A resumed run writes the steps after its checkpoint once more.
create table run_metric (
    run_id uuid not null references run,
    step int not null,
    loss double precision not null,
    accuracy double precision not null,
    margin double precision not null,
    winner_error double precision not null,
    loser_error double precision not null,
    grad_norm double precision not null,
    lr double precision not null,
    beta double precision not null,
    lambda double precision not null,
    images_per_second double precision not null,
    primary key (run_id, step)
);

create table run_heldout (
    run_id uuid not null references run,
    step int not null,
    accuracy double precision not null,
    pairs int not null,
    primary key (run_id, step)
);

create table run_sample (
    run_id uuid not null references run,
    step int not null,
    index int not null,
    prompt text not null,
    seed bigint not null,
    sha256 text not null,
    base_sha256 text not null,
    primary key (run_id, step, index)
);
create index run_of_version on run (model_version_id) where model_version_id is not null;
