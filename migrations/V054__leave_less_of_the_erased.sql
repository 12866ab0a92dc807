-- What an erasure left: the hash of a vote's body, by which a short comment can be guessed; the day of the tombstone
-- and the time of its withdrawal, which narrow down whose it is; names that a process of the version before V050 wrote
-- beside it; and the name in the server's log when it was not found.
grant update (body_hash) on vote to pinhua_eraser;

-- Where rows say who made them.
create function kept_by_person() returns table (table_name text, column_name text)
    language sql immutable as
$$
values ('prompt_set', 'created_by'), ('campaign', 'created_by'), ('curation', 'created_by'), ('snapshot', 'created_by'),
    ('run', 'created_by'), ('comparison', 'created_by'), ('promotion', 'created_by'), ('generation', 'requested_by'),
    ('model_import', 'requested_by'), ('base_model', 'imported_by'), ('adapter', 'imported_by')
$$;

do $$
declare
    kept record;
begin
    for kept in
        select * from kept_by_person()
        loop
            execute format('grant select (%1$I), update (%1$I) on %2$I to pinhua_eraser', kept.column_name,
                kept.table_name);
        end loop;
end
$$;

-- Of the form of a vote's hash, and of nothing.
create function hash_of_nothing() returns text
    language sql volatile as
$$
select encode(sha256(uuid_send(gen_random_uuid())), 'hex')
$$;

create or replace function unlink_rater(gone uuid) returns void
    language plpgsql as
$$
declare
    grave uuid := gen_random_uuid();
begin
    insert into rater (id, tier, subject, pseudonym, created_at)
    select grave, tier, case when tier = 'EXPERT' then 'erased:' || grave end, 'erased-' || left(grave::text, 13), 'epoch'
    from rater where id = gone;
    if not found then
        raise exception 'there is no such rater' using errcode = 'no_data_found';
    end if;
    insert into withdrawal (rater_id, withdrawn_at) select grave, 'epoch' from withdrawal where rater_id = gone;
    update vote set rater_id = grave, comment = null, body_hash = hash_of_nothing() where rater_id = gone;
    update assignment set rater_id = grave where rater_id = gone;
    update rater_standing set rater_id = grave where rater_id = gone;
    delete from consent where rater_id = gone;
    delete from withdrawal where rater_id = gone;
    delete from rater where id = gone;
    insert into erasure (kind) values ('RATER');
end
$$;

-- What is kept by name is theirs as well: a rater of that name is found by nobody any more.
create or replace function erase_person(gone uuid) returns void
    language plpgsql as
$$
declare
    pseudonym text := 'erased-' || left(gen_random_uuid()::text, 13);
    called text := (select p.name from person p where p.id = gone);
    kept record;
begin
    if called is null then
        raise exception 'there is no such person' using errcode = 'no_data_found';
    end if;
    perform unlink_rater(id) from rater where subject in (gone::text, called);
    for kept in
        select * from kept_by_person()
        loop
            execute format('update %1$I set %2$I = $1 where %2$I = $2', kept.table_name, kept.column_name)
                using gone::text, called;
        end loop;
    delete from invitation where person_id = gone;
    delete from sign_in_grant where person_id = gone;
    update person
    set subject = pseudonym, name = pseudonym, display_name = pseudonym, password_hash = null, disabled = true
    where id = gone;
    insert into erasure (kind) values ('PERSON');
end
$$;

create or replace function erase(who text) returns text
    language plpgsql as
$$
declare
    people uuid[] := array(select id from person where lower(name) = lower(who) or id::text = lower(who));
    raters uuid[] := array(select id from rater where lower(pseudonym) = lower(who) or id::text = lower(who));
begin
    if cardinality(people) > 1 then
        raise exception 'several people are called so; name one by id: %', array_to_string(people, ', ')
            using errcode = 'too_many_rows';
    end if;
    if cardinality(people) = 1 then
        perform erase_person(people[1]);
        return 'PERSON';
    end if;
    if cardinality(raters) = 0 then
        raise exception 'nobody here is called so' using errcode = 'no_data_found';
    end if;
    perform unlink_rater(raters[1]);
    return 'RATER';
end
$$;

-- Whoever was erased before.
update vote set body_hash = hash_of_nothing()
where rater_id in (select id from rater where pseudonym like 'erased-%');
update withdrawal set withdrawn_at = 'epoch'
where rater_id in (select id from rater where pseudonym like 'erased-%');
update rater set created_at = 'epoch' where pseudonym like 'erased-%';

-- Ids and seeds that an opening of the version before drew follow from the campaign's id, which people know; those ids
-- are made of a name (version 3). A comparison that is not open yet draws anew.
delete from campaign_generation g
using campaign c
where c.id = g.campaign_id and c.kind = 'COMPARISON' and c.state in ('DRAFT', 'GENERATING')
  and substr(g.generation_id::text, 15, 1) = '3';
