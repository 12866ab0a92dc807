-- Masks say what of an earlier image is drawn anew; their bytes lie in the blob store.
alter table generation
    add column mask_sha256 text check (mask_sha256 ~ '^[0-9a-f]{64}$'),
    add check (mask_sha256 is null or start_image_id is not null);
create index generation_of_mask on generation (mask_sha256) where mask_sha256 is not null;

alter table image
    add column mask_sha256 text;
create index image_of_mask on image (mask_sha256) where mask_sha256 is not null;

-- Words of the prompt that the model could make nothing of; empty until drawn.
alter table generation
    add column unknown_words text[] not null default '{}';
