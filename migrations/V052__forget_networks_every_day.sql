-- Networks and sign-in attempts are counted under hashes, and few networks exist: whoever has the key can try them all.
-- So the key is of one day and is gone the day after. Processes share it here. The table is not logged, which keeps it
-- out of the log and of backups, and what was deleted is vacuumed away at once.
create unlogged table daily_key (
    day date primary key,
    word text not null check (length(word) >= 32)
) with (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0);
call personal('daily_key');

-- What was counted under keys that stayed goes, and those keys with it.
delete from newcomer_count;
delete from sign_in_failure;
delete from secret where name in ('network-key', 'sign-in-throttle');

-- The minute in which a network's newcomer was counted must not find the rater who came in it.
alter table rater alter column created_at set default date_trunc('day', now());
update rater set created_at = date_trunc('day', created_at);
