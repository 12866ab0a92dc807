-- Where the files of a base model lie is a place and no fact: an import of the same bytes from elsewhere names the new
-- one when the old one is gone. What the files are stays as it was said.
grant update (folder) on base_model to pinhua_app, pinhua_worker;

-- What came of an import whose model was known before: under which name, and whether it is read from the new place now.
alter table model_import
    add column known_as text,
    add column moved boolean not null default false;
