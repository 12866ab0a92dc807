-- More samplers, a choice of the noise's generator, and images that start from earlier ones.
alter table generation drop constraint generation_sampler_check;
alter table generation
    add check (sampler in ('DDIM', 'DPMPP_2M', 'DPMPP_2M_KARRAS', 'PNDM', 'EULER', 'EULER_ANCESTRAL', 'LCM')),
    add column guidance_rescale double precision not null default 0 check (guidance_rescale between 0 and 1),
    add column noise text not null default 'COUNTER' check (noise in ('COUNTER', 'TORCH')),
    add column start_image_id uuid references image,
    add column strength double precision check (strength > 0 and strength <= 1),
    add check ((start_image_id is null) = (strength is null));

alter table image
    add column guidance_rescale double precision not null default 0,
    add column noise text not null default 'COUNTER',
    add column start_image_id uuid references image,
    add column strength double precision;
