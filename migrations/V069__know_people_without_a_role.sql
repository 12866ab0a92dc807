-- Another provider signs in people whose tokens name none of our roles; `role` says nothing of them. A column of its own
-- lets a process of the version before go on with the roles that it knows.
alter table person add column holds_role boolean not null default true;
