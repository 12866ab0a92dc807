-- An image that no answer compares with another has no strength that could be more or less certain.
-- It had the error 0 so far, as if it were known exactly.
alter table image_strength alter column error drop not null;
