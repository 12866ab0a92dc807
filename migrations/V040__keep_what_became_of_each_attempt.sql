-- What became of each attempt at a job. The database writes it whenever the job's row changes, so no worker can
-- forget it; one that is killed leaves its attempt open until the next claim finds it lost.
create table job_attempt (
    job_id uuid not null references job on delete cascade,
    attempt integer not null,
    worker text not null,
    steps_done bigint not null default 0,
    outcome text check (outcome in ('DONE', 'FAILED', 'CANCELLED', 'DEAD', 'ERROR', 'GIVEN_BACK', 'LOST')),
    message text,
    started_at timestamptz not null default now(),
    ended_at timestamptz,
    primary key (job_id, attempt),
    check ((ended_at is null) = (outcome is null))
);

create function note_job_attempt() returns trigger
    language plpgsql as
$$
begin
    if new.attempt > old.attempt then
        update job_attempt set outcome = 'LOST', steps_done = old.steps_done, ended_at = now()
        where job_id = new.id and outcome is null;
        insert into job_attempt (job_id, attempt, worker) values (new.id, new.attempt, coalesce(new.worker, ''));
    elsif old.state = 'RUNNING' and new.state <> 'RUNNING' then
        update job_attempt
        set outcome = case
                when new.state <> 'READY' then new.state
                when new.failures > old.failures then 'ERROR'
                else 'GIVEN_BACK' end,
            message = case when new.state in ('FAILED', 'DEAD') or new.failures > old.failures then new.message end,
            steps_done = new.steps_done,
            ended_at = now()
        where job_id = new.id and attempt = new.attempt;
    end if;
    return null;
end
$$;

create trigger job_attempt_noted after update on job
    for each row execute function note_job_attempt();
