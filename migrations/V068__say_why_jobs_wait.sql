-- Why a job waits longer than for its turn; absent once it goes on.
alter table job add column wait_reason text
    check (wait_reason in ('NO_ROOM', 'DATABASE_AWAY', 'ATTEMPT_FAILED'));
