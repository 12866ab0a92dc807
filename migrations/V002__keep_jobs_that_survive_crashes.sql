-- A job is one piece of long work. Its row owns the truth; a queue row only says that it is due.
-- Every claim raises `attempt`, and every later write of that claim names it: an old attempt writes nothing.
create table job (
    id uuid primary key,
    kind text not null,
    lane text not null check (lane in ('GENERATE', 'TRAIN', 'OTHER')),
    subject_id uuid not null,
    payload text not null,
    state text not null check (state in ('READY', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED', 'DEAD')),
    attempt integer not null default 0,
    failures integer not null default 0,
    steps_done bigint not null default 0,
    steps_total bigint not null default 0,
    message text,
    cancel_requested boolean not null default false,
    worker text,
    created_at timestamptz not null default now(),
    started_at timestamptz,
    updated_at timestamptz not null default now(),
    ended_at timestamptz,
    check ((ended_at is not null) = (state in ('DONE', 'FAILED', 'CANCELLED', 'DEAD')))
);
-- Submitting twice is submitting once: a subject has at most one live job of a kind.
create unique index job_live on job (kind, subject_id) where state in ('READY', 'RUNNING');
create index job_of_subject on job (subject_id, created_at);
create index job_newest on job (created_at desc);

-- One queue a lane, so that no scheduler ever takes a row it has no work for. The columns are db-scheduler's.
create table job_queue_generate (
    task_name text not null,
    task_instance text not null,
    task_data bytea,
    execution_time timestamptz not null,
    picked boolean not null,
    picked_by text,
    last_success timestamptz,
    last_failure timestamptz,
    consecutive_failures integer,
    last_heartbeat timestamptz,
    version bigint not null,
    priority smallint,
    primary key (task_name, task_instance)
);
create index job_queue_generate_due on job_queue_generate (execution_time);
create index job_queue_generate_heartbeat on job_queue_generate (last_heartbeat);
create table job_queue_train (like job_queue_generate including all);
create table job_queue_other (like job_queue_generate including all);
