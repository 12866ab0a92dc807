-- Who did something, and whose something is, is kept by the id of their row in `person`: it outlives a change of name,
-- belongs to nobody else later, and tells nothing once the row is anonymised. What earlier versions kept by name is
-- rewritten where the person is known; of several who had a name, the newest who may sign in has what it held so far.
create temporary table known_name on commit drop as
select distinct on (name) name, id::text as id
from person
order by name, disabled, created_at desc;

do $$
declare
    kept record;
begin
    for kept in
        select *
        from (values ('prompt_set', 'created_by'), ('campaign', 'created_by'), ('curation', 'created_by'),
            ('snapshot', 'created_by'), ('run', 'created_by'), ('comparison', 'created_by'), ('promotion', 'created_by'),
            ('generation', 'requested_by'), ('model_import', 'requested_by'), ('base_model', 'imported_by'),
            ('adapter', 'imported_by'), ('rater', 'subject')) as place (table_name, column_name)
        loop
            execute format('update %1$I set %2$I = k.id from known_name k where %1$I.%2$I = k.name',
                kept.table_name, kept.column_name);
        end loop;
end
$$;

-- The name of whoever is kept by id; what is no id of ours comes back as it is. A role that may not read people gets
-- ids only.
create function name_of(who text) returns text
    language plpgsql stable as
$$
begin
    if not has_table_privilege('person', 'select') then
        return who;
    end if;
    return coalesce((select p.name from person p where p.id::text = who), who);
end
$$;

-- The audit as well, once: names leave `actor` and the details of what was done to a person, whose id is the subject.
-- All hashes from there on are made anew, as AuditEntry makes them, and a last entry names the old and the new head.
-- A chain that is broken already stays as it is: what broke it must not look whole.
create function pg_temp.led(content text) returns bytea
    language sql as
$$
select int4send(octet_length(convert_to(content, 'UTF8'))) || convert_to(content, 'UTF8')
$$;

create function pg_temp.hash_of(entry audit_entry) returns text
    language sql as
$$
select encode(sha256(int8send(entry.seq) || int8send(entry.at_micros) || pg_temp.led(entry.previous)
    || pg_temp.led(entry.actor) || pg_temp.led(entry.action) || pg_temp.led(entry.subject)
    || pg_temp.led(entry.details) || pg_temp.led(entry.request_id)), 'hex')
$$;

do $$
declare
    entry audit_entry;
    old_hash text := repeat('0', 64);
    new_hash text := repeat('0', 64);
    last bigint := 0;
begin
    for entry in select * from audit_entry order by seq
        loop
            if entry.seq <> last + 1 or entry.previous <> old_hash or entry.hash <> pg_temp.hash_of(entry) then
                raise warning 'the audit is broken at row % and keeps its names', last + 1;
                return;
            end if;
            last := entry.seq;
            old_hash := entry.hash;
        end loop;
    for entry in select * from audit_entry order by seq
        loop
            if entry.actor <> 'system' then
                entry.actor := coalesce((select id from known_name where name = entry.actor), entry.actor);
            end if;
            if entry.action like 'person.%' then
                entry.details := (entry.details::jsonb - 'name')::text;
            end if;
            entry.previous := new_hash;
            entry.hash := pg_temp.hash_of(entry);
            update audit_entry
            set actor = entry.actor, details = entry.details, previous = entry.previous, hash = entry.hash
            where seq = entry.seq;
            new_hash := entry.hash;
        end loop;
    if new_hash = old_hash then
        return;
    end if;
    entry := row (last + 1, floor(extract(epoch from now()) * 1000000)::bigint, 'system', 'audit.sealed-anew', 'audit',
        jsonb_build_object('before', last || ':' || old_hash, 'after', last || ':' || new_hash)::text, '', new_hash, '');
    entry.hash := pg_temp.hash_of(entry);
    insert into audit_entry select entry.*;
end
$$;
