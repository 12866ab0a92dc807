-- What the file of an import was joined of, beside its digest: when the job goes on in another attempt, that may be gone.
alter table model_import add column made_of text not null default '';
