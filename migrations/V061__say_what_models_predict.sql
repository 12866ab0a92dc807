-- What the engine found the denoiser to predict. A checkpoint in one file need not say it, and is noise when it is taken
-- for the other: people should see what it was taken for. Empty where nobody noted it.
alter table base_model add column prediction_type text not null default '';
