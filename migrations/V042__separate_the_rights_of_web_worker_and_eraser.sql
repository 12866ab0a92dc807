-- Three narrower roles beside pinhua_app, which still may what a process that is both web and worker needs. The embedded
-- cluster already has them; on a server with one login the application switches to the one of its part (set role):
-- pinhua_web answers people, pinhua_worker does jobs and knows nobody, pinhua_eraser unlinks raters and nothing else.
do $$
declare
    narrow text;
begin
    foreach narrow in array array['pinhua_web', 'pinhua_worker', 'pinhua_eraser']
        loop
            if not exists (select from pg_roles where rolname = narrow) then
                execute format('create role %I nologin', narrow);
                execute format('grant %I to %I', narrow, current_user);
            end if;
        end loop;
end
$$;

grant usage on schema public to pinhua_web, pinhua_worker, pinhua_eraser;
grant select, insert, update, delete on all tables in schema public to pinhua_web, pinhua_worker;
grant usage, select on all sequences in schema public to pinhua_web, pinhua_worker;
alter default privileges in schema public grant select, insert, update, delete on tables to pinhua_web, pinhua_worker;
alter default privileges in schema public grant usage, select on sequences to pinhua_web, pinhua_worker;

-- What pinhua_app was refused so far, its parts are refused as well: a right of theirs that it lacks is taken back.
do $$
declare
    lacking record;
begin
    for lacking in
        select c.oid::regclass as table_name, wish.privilege
        from pg_class c
            cross join unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE']) as wish (privilege)
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
          and not has_table_privilege('pinhua_app', c.oid, wish.privilege)
        loop
            execute format('revoke %s on %s from pinhua_web, pinhua_worker', lacking.privilege, lacking.table_name);
        end loop;
end
$$;
grant update (overlap) on task to pinhua_web, pinhua_worker;

create or replace procedure facts(variadic tables text[])
    language plpgsql as
$$
declare
    fact text;
begin
    foreach fact in array tables
        loop
            execute format('revoke update, delete, truncate on %I from pinhua_app, pinhua_web, pinhua_worker', fact);
        end loop;
end
$$;

-- People, raters, sign-ins, secrets: no job needs to know them.
-- A migration says so after its `create table`:   call personal('person', 'rater');
create procedure personal(variadic tables text[])
    language plpgsql as
$$
declare
    about_somebody text;
begin
    foreach about_somebody in array tables
        loop
            execute format('revoke all on %I from pinhua_worker', about_somebody);
        end loop;
end
$$;
revoke all on procedure personal(text[]) from public;
call personal('person', 'invitation', 'sign_in_grant', 'signing_key', 'sign_in_failure', 'rater', 'consent',
    'withdrawal', 'newcomer_count');

-- Workers draw and train; they neither vote nor decide. Web processes answer; they neither draw nor train.
revoke insert on vote, mark, promotion, verdict, exclusion, preference from pinhua_worker;
revoke insert, update on assignment from pinhua_worker;
revoke insert on image, run_metric, run_heldout, run_sample, gold_task from pinhua_web;

-- Secrets that all processes of an installation share: keys of cookies and tokens.
create table secret (
    name text primary key,
    value text not null check (length(value) >= 32),
    made_at timestamptz not null default now()
);
call facts('secret');
call personal('secret');

-- Raters who asked to be forgotten, to be forgotten again after the restoration of an older backup.
create table erasure (
    rater_id uuid primary key,
    tombstone uuid not null,
    erased_at timestamptz not null default now()
);
call facts('erasure');
call personal('erasure');
revoke insert on erasure from pinhua_app, pinhua_web;

grant select, insert on erasure to pinhua_eraser;
grant select, insert, delete on rater to pinhua_eraser;
grant select, delete on consent, withdrawal to pinhua_eraser;
grant select (rater_id, comment), update (rater_id, comment) on vote to pinhua_eraser;
grant select (rater_id), update (rater_id) on assignment, rater_standing to pinhua_eraser;

-- Unlinks a rater from their votes: outcomes stay, under a tombstone that leads to nobody; free text goes.
-- Erasing twice is erasing once.
create function unlink_rater(gone uuid) returns uuid
    language plpgsql as
$$
declare
    grave uuid := (select tombstone from erasure where rater_id = gone);
begin
    if grave is not null and not exists (select from rater where id = gone) then
        return grave;
    end if;
    grave := coalesce(grave, gen_random_uuid());
    insert into rater (id, tier, subject, pseudonym)
    select grave, tier, case when tier = 'EXPERT' then 'erased:' || grave end, 'erased-' || left(grave::text, 13)
    from rater where id = gone
    on conflict (id) do nothing;
    if not found then
        raise exception 'there is no rater %', gone using errcode = 'no_data_found';
    end if;
    update vote set rater_id = grave, comment = null where rater_id = gone;
    update assignment set rater_id = grave where rater_id = gone;
    update rater_standing set rater_id = grave where rater_id = gone;
    delete from consent where rater_id = gone;
    delete from withdrawal where rater_id = gone;
    delete from rater where id = gone;
    insert into erasure (rater_id, tombstone) values (gone, grave) on conflict (rater_id) do nothing;
    return grave;
end
$$;
revoke all on function unlink_rater(uuid) from public;
grant execute on function unlink_rater(uuid) to pinhua_eraser;
