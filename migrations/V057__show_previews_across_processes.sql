-- How pictures look while they are drawn: the latest preview of each, written by the process that draws, read by those
-- that serve pages, and gone with the end of the job. The table is not logged, which keeps it out of the log, of
-- `pinhua backup` and of pg_basebackup; pg_dump leaves it out when told so (--no-unlogged-table-data). What a crash takes
-- comes again with a later step.
create unlogged table preview (
    generation_id uuid not null references generation,
    index int not null check (index >= 0),
    step int not null check (step > 0),
    png bytea not null check (length(png) <= 1048576),
    primary key (generation_id, index)
);
alter table preview alter column png set storage external; -- a PNG gets no smaller
revoke insert, update on preview from pinhua_web;
