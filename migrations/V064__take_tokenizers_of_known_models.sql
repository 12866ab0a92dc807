-- Whose tokenizers a checkpoint in one file takes, which has none beside it; absent where they come with it.
alter table model_import
    add column tokenizer_of uuid references base_model,
    add check (tokenizer_of is null or kind = 'BASE_MODEL');
