-- The digest of a checkpoint in one file is taken over the tokenizer beside it, too; other tools know the checkpoint by
-- this one. Of those that came before it is absent, and `digest` is that of the file alone.
alter table base_model add column file_digest text check (file_digest ~ '^[0-9a-f]{64}$');
