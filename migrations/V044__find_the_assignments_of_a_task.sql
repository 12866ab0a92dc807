-- Dealing counts the assignments of every open task. The unique index over task and rater leaves repeats out, so it does
-- not serve that count: each vote read the whole table once for each task.
create index assignment_of_task on assignment (task_id);
