-- A rollback is one press; what stood here before was a phrase nobody had written.
alter table promotion drop constraint promotion_check;
alter table promotion add constraint promotion_has_grounds
    check (kind = 'ROLLBACK' or comparison_id is not null or reason is not null);
