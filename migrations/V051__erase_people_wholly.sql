-- Erasure keeps no list of the erased: a list would lead from a browser's cookie to the tombstone. What stays is that
-- somebody was erased, and on which day.
drop function unlink_rater(uuid);
alter table erasure
    drop column rater_id,
    drop column tombstone,
    add column id uuid primary key default gen_random_uuid(),
    add column kind text not null default 'RATER' check (kind in ('RATER', 'PERSON')),
    add column erased_on date not null default current_date;
update erasure set erased_on = erased_at::date;
alter table erasure drop column erased_at, alter column kind drop default;

grant insert on withdrawal to pinhua_eraser;
grant select (id, name), update (subject, name, display_name, password_hash, disabled) on person to pinhua_eraser;
grant select (person_id), delete on invitation, sign_in_grant to pinhua_eraser;

-- Unlinks a rater from their votes: outcomes stay, under a tombstone that leads to nobody; free text goes. Votes that
-- were withdrawn stay withdrawn.
create function unlink_rater(gone uuid) returns void
    language plpgsql as
$$
declare
    grave uuid := gen_random_uuid();
begin
    insert into rater (id, tier, subject, pseudonym)
    select grave, tier, case when tier = 'EXPERT' then 'erased:' || grave end, 'erased-' || left(grave::text, 13)
    from rater where id = gone;
    if not found then
        raise exception 'there is no rater %', gone using errcode = 'no_data_found';
    end if;
    insert into withdrawal (rater_id) select grave from withdrawal where rater_id = gone;
    update vote set rater_id = grave, comment = null where rater_id = gone;
    update assignment set rater_id = grave where rater_id = gone;
    update rater_standing set rater_id = grave where rater_id = gone;
    delete from consent where rater_id = gone;
    delete from withdrawal where rater_id = gone;
    delete from rater where id = gone;
    insert into erasure (kind) values ('RATER');
end
$$;

-- Takes a person's sign-ins and whatever names them away and unlinks their votes. Their row stays under a pseudonym,
-- because what they did refers to its id.
create function erase_person(gone uuid) returns void
    language plpgsql as
$$
declare
    pseudonym text := 'erased-' || left(gen_random_uuid()::text, 13);
begin
    perform unlink_rater(id) from rater where subject = gone::text;
    delete from invitation where person_id = gone;
    delete from sign_in_grant where person_id = gone;
    update person
    set subject = pseudonym, name = pseudonym, display_name = pseudonym, password_hash = null, disabled = true
    where id = gone;
    if not found then
        raise exception 'there is no person %', gone using errcode = 'no_data_found';
    end if;
    insert into erasure (kind) values ('PERSON');
end
$$;

-- What ./pinhua erase calls: a person by their sign-in name or id, or else a rater by pseudonym or id.
create function erase(who text) returns text
    language plpgsql as
$$
declare
    people uuid[] := array(select id from person where lower(name) = lower(who) or id::text = lower(who));
    raters uuid[] := array(select id from rater where lower(pseudonym) = lower(who) or id::text = lower(who));
begin
    if cardinality(people) > 1 then
        raise exception 'several people are called %; name one by id: %', who, array_to_string(people, ', ')
            using errcode = 'too_many_rows';
    end if;
    if cardinality(people) = 1 then
        perform erase_person(people[1]);
        return 'PERSON';
    end if;
    if cardinality(raters) = 0 then
        raise exception 'nobody here is called %', who using errcode = 'no_data_found';
    end if;
    perform unlink_rater(raters[1]);
    return 'RATER';
end
$$;

revoke all on function unlink_rater(uuid), erase_person(uuid), erase(text) from public;
grant execute on function unlink_rater(uuid), erase_person(uuid), erase(text) to pinhua_eraser;
