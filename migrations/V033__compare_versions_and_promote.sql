-- A comparison is a campaign over two versions, with a level fixed before the first vote.
create table comparison (
    id uuid primary key,
    campaign_id uuid not null unique references campaign,
    name text not null,
    champion_version_id uuid not null references model_version,
    challenger_version_id uuid not null references model_version,
    alpha double precision not null check (alpha > 0 and alpha < 1),
    votes_per_rater int not null check (votes_per_rater > 0),
    created_by text not null,
    created_at timestamptz not null,
    check (champion_version_id <> challenger_version_id)
);

-- The verdict is written when the evidence first reaches the threshold, and stands.
create table verdict (
    comparison_id uuid primary key references comparison,
    verdict text not null check (verdict in ('CHALLENGER_WINS', 'CHAMPION_WINS')),
    raters int not null,
    log_e double precision not null,
    found_at timestamptz not null
);

-- A promotion is the decision that moved the serving alias to `revision`; a rollback is another one.
create table promotion (
    id uuid primary key,
    kind text not null check (kind in ('PROMOTION', 'ROLLBACK')),
    from_version_id uuid not null references model_version,
    to_version_id uuid not null references model_version,
    comparison_id uuid references comparison,
    reason text check (length(reason) between 1 and 2000),
    revision bigint not null unique,
    created_by text not null,
    created_at timestamptz not null,
    check (comparison_id is not null or reason is not null)
);

call facts('comparison', 'verdict', 'promotion');
