-- A run may end before its last step by a rule of its own; `stop_measured` broke `stop_limit`. A run that is taken up
-- again forgets it.
alter table run
    add column stop_rule text check (stop_rule in ('WINNER_ERROR', 'DRIFT', 'OVERFITTING')),
    add column stop_measured double precision,
    add column stop_limit double precision,
    add column stop_times int,
    add column stop_layer text,
    add constraint run_stop_is_whole
        check ((stop_rule is null) = (stop_measured is null or stop_limit is null or stop_times is null));
