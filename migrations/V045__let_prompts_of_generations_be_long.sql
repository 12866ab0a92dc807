-- A prompt written for one generation may be four times as long as before; prompts of sets keep their limit.
alter table generation
    drop constraint generation_prompt_check,
    drop constraint generation_negative_prompt_check,
    add constraint generation_prompt_check check (length(prompt) between 1 and 2000),
    add constraint generation_negative_prompt_check check (length(negative_prompt) <= 2000);
