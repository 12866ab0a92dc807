-- What whoever imports a checkpoint in one file says that it predicts; absent for what the file says itself.
alter table model_import
    add column prediction text check (prediction in ('EPSILON', 'VELOCITY', 'VELOCITY_ZERO_SNR'));
