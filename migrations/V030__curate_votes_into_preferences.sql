-- A curation run is what rules made of a campaign's votes. It can be computed again, so its digest names it;
-- nothing of it ever changes.
create table curation (
    id uuid primary key,
    campaign_id uuid not null references campaign,
    digest text not null check (digest ~ '^[0-9a-f]{64}$'),
    rules jsonb not null,
    votes int not null,
    kept int not null,
    alpha double precision,
    alpha_low double precision,
    alpha_high double precision,
    alpha_units int not null,
    side_bias double precision not null,
    side_error double precision not null,
    weighed boolean not null,
    pooled_loss double precision,
    weighed_loss double precision,
    held_out int not null,
    created_by text not null,
    created_at timestamptz not null,
    unique (campaign_id, digest)
);

-- A vote that does not count, and why.
create table exclusion (
    curation_id uuid not null references curation,
    vote_id uuid not null references vote,
    reason text not null,
    primary key (curation_id, vote_id)
);

create table rater_standing (
    curation_id uuid not null references curation,
    rater_id uuid not null references rater,
    votes int not null,
    kept int not null,
    weight double precision not null,
    side double precision not null,
    agreement double precision,
    gold_right int not null,
    gold_shown int not null,
    left_votes int not null,
    right_votes int not null,
    ln_side double precision not null,
    primary key (curation_id, rater_id)
);

create table image_strength (
    curation_id uuid not null references curation,
    image_id uuid not null references image,
    prompt_id uuid not null references prompt,
    theta double precision not null,
    error double precision not null,
    seen int not null,
    bad_share double precision not null,
    primary key (curation_id, image_id)
);

-- Images of one prompt, best first. Pair n says that the image at position winners[n] is preferred to the one at
-- losers[n], positions counted from 0, with probability ps[n].
create table preference (
    curation_id uuid not null references curation,
    ordinal int not null check (ordinal >= 0),
    prompt_id uuid not null references prompt,
    kind text not null check (kind in ('PAIR', 'RANKING', 'SOFT')),
    images uuid[] not null,
    weight double precision not null check (weight > 0),
    winners int[] not null,
    losers int[] not null,
    ps double precision[] not null,
    weights double precision[] not null,
    primary key (curation_id, ordinal)
);

call facts('curation', 'exclusion', 'rater_standing', 'image_strength', 'preference');
