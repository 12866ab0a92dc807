-- A rater is a pseudonym. An expert is bound to the subject of the identity provider, an anonymous rater to a
-- signed cookie; no network address is stored anywhere.
create table rater (
    id uuid primary key,
    tier text not null check (tier in ('EXPERT', 'ANONYMOUS')),
    subject text unique,
    pseudonym text not null unique,
    created_at timestamptz not null default now(),
    check ((tier = 'EXPERT') = (subject is not null))
);

create table consent (
    rater_id uuid not null references rater,
    text_version int not null,
    given_at timestamptz not null default now(),
    primary key (rater_id, text_version)
);

-- A withdrawal is a new fact: the votes stay, and whatever was built on them can be found.
create table withdrawal (
    rater_id uuid primary key references rater,
    withdrawn_at timestamptz not null default now()
);

call facts('rater', 'consent', 'withdrawal');
