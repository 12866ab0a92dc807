create table prompt_set (
    id uuid primary key,
    name text not null check (length(name) between 1 and 200),
    created_by text not null,
    created_at timestamptz not null default now()
);

create table prompt (
    id uuid primary key,
    prompt_set_id uuid not null references prompt_set,
    position int not null check (position >= 0),
    text text not null check (length(text) between 1 and 500),
    language text not null check (language in ('zh', 'en', 'mixed')),
    topic text,
    unique (prompt_set_id, position),
    unique (prompt_set_id, text)
);

call facts('prompt_set', 'prompt');
