-- An image that no answer compares with another has no strength that could be more or less certain.
-- It had the error 0 so far, as if it were known exactly.
alter table image_strength alter column error drop not null;

-- Images of one prompt with the same number hang together by answers; strengths of others cannot be compared with
-- theirs. Rows written before do not say.
alter table image_strength add column block int;
