-- Two roles: whoever runs migrations owns the tables; the application works as pinhua_app, which makes no tables.
-- The embedded cluster already has it; on a server with one login the application switches to it (set role).
do $$
begin
    if not exists (select from pg_roles where rolname = 'pinhua_app') then
        create role pinhua_app nologin;
        execute format('grant pinhua_app to %I', current_user);
    end if;
end
$$;

revoke all on schema public from public;
grant usage on schema public to pinhua_app;
alter default privileges in schema public grant select, insert, update, delete on tables to pinhua_app;
alter default privileges in schema public grant usage, select on sequences to pinhua_app;

-- Facts (votes, snapshots, promotions, exclusions, ...) are inserted and read, never changed or removed.
-- A migration says so after its `create table`:   call facts('vote', 'mark');
create procedure facts(variadic tables text[])
    language plpgsql as
$$
declare
    fact text;
begin
    foreach fact in array tables
        loop
            execute format('revoke update, delete, truncate on %I from pinhua_app', fact);
        end loop;
end
$$;
revoke all on procedure facts(text[]) from public;
