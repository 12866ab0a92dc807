-- Dealing counted all answers of all tasks of a campaign for each vote. Beside each task stands now how many answers it has
-- room for, and what has none is not in the index. This is a counter and no fact: it follows from the assignments, and the
-- database keeps it whoever writes them. The functions run as their owner, since nobody else may change it.
create table task_room (
    task_id uuid primary key references task,
    campaign_id uuid not null references campaign,
    ordinal int not null,
    room int not null
);
create index task_with_room on task_room (campaign_id, ordinal) where room > 0;
revoke insert, update, delete, truncate on task_room from pinhua_app, pinhua_web, pinhua_worker;

create function give_task_room() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as
$$
begin
    if tg_op = 'INSERT' then
        insert into task_room (task_id, campaign_id, ordinal, room)
        values (new.id, new.campaign_id, new.ordinal, new.overlap);
    else
        update task_room set room = room + new.overlap - old.overlap where task_id = new.id;
    end if;
    return null;
end
$$;

create function take_room_of_new_answers() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as
$$
begin
    update task_room r set room = r.room - n.answers
    from (select task_id, count(*) as answers from new_rows where state = 'ANSWERED' group by task_id) n
    where r.task_id = n.task_id;
    return null;
end
$$;

-- An undo may turn an answer into a skip and back.
create function take_room_of_changed_answers() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as
$$
begin
    update task_room r set room = r.room - n.answers
    from (select task_id, sum(answer) as answers
          from (select task_id, 1 as answer from new_rows where state = 'ANSWERED'
                union all
                select task_id, -1 from old_rows where state = 'ANSWERED') changed
          group by task_id having sum(answer) <> 0) n
    where r.task_id = n.task_id;
    return null;
end
$$;

revoke all on function give_task_room(), take_room_of_new_answers(), take_room_of_changed_answers() from public;

create trigger task_has_room after insert or update of overlap on task
    for each row execute function give_task_room();
create trigger new_answers_take_room after insert on assignment
    referencing new table as new_rows
    for each statement execute function take_room_of_new_answers();
create trigger changed_answers_take_room after update on assignment
    referencing old table as old_rows new table as new_rows
    for each statement execute function take_room_of_changed_answers();

-- Whoever writes meanwhile waits for the triggers above, so nothing is counted twice or not at all.
insert into task_room (task_id, campaign_id, ordinal, room)
select t.id, t.campaign_id, t.ordinal, t.overlap - count(a.id)
from task t left join assignment a on a.task_id = t.id and a.state = 'ANSWERED'
group by t.id;
