-- How many layers at the end of its text encoders a base model can be drawn without, as a look at its files told. Of models
-- that were imported before nobody knows it until their files are imported again: eleven are let in then, and the engine
-- has the last word.
create table base_model_text_layers (
    base_model_id uuid primary key references base_model,
    most_clip_skip int not null check (most_clip_skip between 0 and 11)
);
call facts('base_model_text_layers');
