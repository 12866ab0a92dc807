-- Votes are facts: rows are inserted, never updated or deleted. They keep what the screen showed (slots), so that
-- a mapping to images can be computed again. The client mints vote_id when the task is shown: a retry is harmless.
create table vote (
    vote_id uuid primary key,
    body_hash text not null,
    assignment_id uuid not null references assignment,
    revision int not null check (revision >= 0),
    supersedes uuid unique references vote,
    campaign_id uuid not null references campaign,
    task_id uuid not null references task,
    task_kind text not null,
    prompt_id uuid not null references prompt,
    rater_id uuid not null references rater,
    rater_tier text not null,
    images text[] not null,
    shown_order int[] not null,
    choice text check (choice in ('LEFT', 'RIGHT', 'TIE', 'BOTH_BAD')),
    ranks int[],
    all_bad boolean not null default false,
    skip_reason text check (skip_reason in ('UNSURE', 'NOT_LOADED', 'OFFENSIVE', 'PROMPT_UNCLEAR', 'OTHER')),
    late boolean not null,
    dwell_millis bigint,
    input text check (input in ('KEY', 'TAP', 'MOUSE')),
    comment text check (length(comment) <= 2000),
    consent_version int,
    taxonomy_version int not null default 1,
    cast_at timestamptz not null default now(),
    unique (assignment_id, revision),
    check (num_nonnulls(choice, ranks, skip_reason) = 1),
    check ((revision = 0) = (supersedes is null))
);
create index vote_of_campaign on vote (campaign_id, cast_at);
create index vote_of_rater on vote (rater_id, cast_at desc);

-- A tag on one slot of the screen: code and severity of the defect list named by the vote's taxonomy_version.
create table mark (
    vote_id uuid not null references vote,
    slot int not null check (slot >= 0),
    code text not null check (code ~ '^[A-Z]+\.[A-Z]+$'),
    severity int not null check (severity between 0 and 3),
    primary key (vote_id, slot, code)
);

call facts('vote', 'mark');
