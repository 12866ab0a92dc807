-- Curating and freezing are jobs. Which curation run a job ended with: a new one, or the one that was there.
create table curation_job (
    job_id uuid primary key references job,
    curation_id uuid not null references curation
);
call facts('curation_job');

-- Whatever process does jobs does these, so a worker writes what comes of them.
grant insert on exclusion, preference to pinhua_worker;

-- A worker knows nobody, but must not count the votes of those who withdrew: it sees their numbers and nothing else.
create view withdrawn_rater as select distinct rater_id from withdrawal;
revoke insert, update, delete on withdrawn_rater from pinhua_app, pinhua_web, pinhua_worker;
