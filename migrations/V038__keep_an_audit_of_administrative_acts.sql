-- What people with power did: one row an act, written in the act's own transaction. Each row holds the hash of the row
-- before it, so that an edited, removed, inserted or moved row breaks the chain at its place (./pinhua audit verify).
-- Times are microseconds since 1970, because a hash over a formatted time would depend on the session's time zone.
create table audit_entry (
    seq bigint primary key check (seq > 0),
    at_micros bigint not null,
    actor text not null,
    action text not null,
    subject text not null,
    details text not null,
    request_id text not null,
    previous text not null check (previous ~ '^[0-9a-f]{64}$'),
    hash text not null unique check (hash ~ '^[0-9a-f]{64}$')
);
call facts('audit_entry');
