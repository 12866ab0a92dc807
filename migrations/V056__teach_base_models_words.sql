-- Words that base models learned elsewhere (textual inversions). A word stands for one file as long as it is not
-- withdrawn; words are the same when `folded` is (PromptWords.fold). Whoever adds one counts those that were withdrawn
-- before it, its predecessors: two that come at once count the same number, and the key lets one of them in.
create table learned_word (
    id uuid primary key,
    base_model_id uuid not null references base_model,
    word text not null check (length(word) between 1 and 60),
    folded text not null,
    predecessors int not null default 0 check (predecessors >= 0),
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    tokens int not null check (tokens > 0),
    licence text not null default '' check (length(licence) <= 2000),
    origin text not null default '' check (length(origin) <= 2000),
    imported_by text not null,
    created_at timestamptz not null default now(),
    unique (base_model_id, folded, predecessors)
);

-- What was asked for before keeps the word.
create table learned_word_withdrawal (
    learned_word_id uuid primary key references learned_word,
    withdrawn_by text not null,
    withdrawn_at timestamptz not null default now()
);
call facts('learned_word', 'learned_word_withdrawal');
revoke insert on learned_word_withdrawal from pinhua_worker;

alter table model_import
    drop constraint model_import_kind_check,
    add constraint model_import_kind_check check (kind in ('BASE_MODEL', 'ADAPTER', 'LEARNED_WORD')),
    add column learned_word_id uuid references learned_word;

-- The learned words that stood in the prompts when the pictures were asked for.
alter table generation
    add column words uuid[] not null default '{}',
    add check (cardinality(words) <= 8);
alter table image
    add column words uuid[] not null default '{}';

-- They say who made them, too.
create or replace function kept_by_person() returns table (table_name text, column_name text)
    language sql immutable as
$$
values ('prompt_set', 'created_by'), ('campaign', 'created_by'), ('curation', 'created_by'), ('snapshot', 'created_by'),
    ('run', 'created_by'), ('comparison', 'created_by'), ('promotion', 'created_by'), ('generation', 'requested_by'),
    ('model_import', 'requested_by'), ('base_model', 'imported_by'), ('adapter', 'imported_by'),
    ('learned_word', 'imported_by'), ('learned_word_withdrawal', 'withdrawn_by')
$$;
grant select (imported_by), update (imported_by) on learned_word to pinhua_eraser;
grant select (withdrawn_by), update (withdrawn_by) on learned_word_withdrawal to pinhua_eraser;
