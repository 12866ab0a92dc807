-- Tokens at the end of prompt and negative prompt that the text encoder had no room for; unknown until drawn.
alter table generation
    add column prompt_tokens_cut int check (prompt_tokens_cut >= 0),
    add column negative_prompt_tokens_cut int check (negative_prompt_tokens_cut >= 0);

-- Who waits for pictures is asked whenever some are done.
create index generation_under_way on generation (requested_by, created_at) where state in ('QUEUED', 'RUNNING');
