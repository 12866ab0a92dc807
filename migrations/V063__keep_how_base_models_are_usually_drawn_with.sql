-- How a base model is usually drawn with: guessed when it is imported, then as administrators set it. The last revision
-- counts, those before it stay. A model without any is drawn with as all were before: UsualSampling.PLAIN.
create table usual_sampling (
    base_model_id uuid not null references base_model,
    revision int not null check (revision > 0),
    steps int not null check (steps between 1 and 100),
    guidance double precision not null check (guidance between 0 and 30),
    guidance_rescale double precision not null check (guidance_rescale between 0 and 1),
    sampler text not null,
    clip_skip int not null check (clip_skip between 0 and 11),
    negative_prompt text not null check (length(negative_prompt) <= 2000),
    created_at timestamptz not null default now(),
    primary key (base_model_id, revision)
);
call facts('usual_sampling');
