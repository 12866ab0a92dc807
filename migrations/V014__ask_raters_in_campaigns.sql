create table campaign (
    id uuid primary key,
    name text not null check (length(name) between 1 and 200),
    kind text not null check (kind in ('COLLECTION', 'COMPARISON')),
    question text not null check (length(question) between 1 and 500),
    prompt_set_id uuid not null references prompt_set,
    audience text not null check (audience in ('EXPERTS', 'CROWD', 'BOTH')),
    task_kind text not null check (task_kind in ('PAIR', 'RANK_4')),
    images_per_prompt int not null check (images_per_prompt between 1 and 32),
    overlap int not null check (overlap between 1 and 1000),
    gold_share double precision not null check (gold_share between 0 and 0.5),
    model_version_id uuid not null references model_version,
    challenger_version_id uuid references model_version,
    state text not null default 'DRAFT' check (state in ('DRAFT', 'GENERATING', 'OPEN', 'CLOSED')),
    error text,
    created_by text not null,
    created_at timestamptz not null default now(),
    opened_at timestamptz,
    closed_at timestamptz,
    check ((kind = 'COMPARISON') = (challenger_version_id is not null))
);

-- Which images belong to the campaign: one generation for each prompt and model version.
create table campaign_generation (
    campaign_id uuid not null references campaign,
    prompt_id uuid not null references prompt,
    model_version_id uuid not null references model_version,
    generation_id uuid not null unique references generation,
    primary key (campaign_id, prompt_id, model_version_id)
);

create table task (
    id uuid primary key,
    campaign_id uuid not null references campaign,
    prompt_id uuid not null references prompt,
    kind text not null check (kind in ('PAIR', 'RANK_4')),
    ordinal int not null check (ordinal >= 0),
    overlap int not null check (overlap > 0),
    created_at timestamptz not null default now(),
    unique (campaign_id, ordinal)
);

-- The images of a task in the task's own order. Screens show them in the order of the assignment.
-- A degraded copy names the image it was made from and its own bytes.
create table task_image (
    task_id uuid not null references task,
    position int not null check (position >= 0),
    image_id uuid not null references image,
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    degradation text,
    primary key (task_id, position)
);
create index task_image_of_image on task_image (image_id);

-- A gold task has a certain answer: the untouched image beats its degraded copies.
create table gold_task (
    task_id uuid primary key references task,
    best_position int not null check (best_position >= 0)
);

-- One task shown to one rater. `shown_order[slot]` is the position of the image in that slot.
create table assignment (
    id uuid primary key,
    task_id uuid not null references task,
    campaign_id uuid not null references campaign,
    rater_id uuid not null references rater,
    shown_order int[] not null,
    nonce uuid not null,
    state text not null default 'ISSUED' check (state in ('ISSUED', 'ANSWERED', 'SKIPPED', 'LATE')),
    issued_at timestamptz not null default now(),
    lease_until timestamptz not null,
    repeat_of uuid references assignment
);
create unique index assignment_once_per_rater on assignment (task_id, rater_id) where repeat_of is null;
create index assignment_of_rater on assignment (rater_id, campaign_id, state);
create index assignment_of_campaign on assignment (campaign_id);

revoke delete on campaign, assignment from pinhua_app;
call facts('campaign_generation', 'task', 'task_image', 'gold_task');
-- how many votes are wanted may change, and dealing out tasks locks their rows
grant update (overlap) on task to pinhua_app;
