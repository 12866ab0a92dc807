-- What a comparison found is kept when voting ends, in the transaction that ends it: from then on everybody is told
-- which version made which picture, so nobody's withdrawal may move it any more.
create table comparison_result (
    comparison_id uuid primary key references comparison,
    verdict text not null check (verdict in ('CHALLENGER_WINS', 'CHAMPION_WINS', 'NO_DECISION')),
    raters int not null,
    votes int not null,
    decided_after int,
    mean double precision,
    low double precision,
    high double precision,
    log_e double precision[] not null,
    log_e_reverse double precision[] not null,
    found_at timestamptz not null,
    check ((raters > 0) = (mean is not null and low is not null and high is not null)),
    check (cardinality(log_e) = raters and cardinality(log_e_reverse) = raters),
    check ((verdict <> 'NO_DECISION') = (decided_after is not null))
);
call facts('comparison_result');
revoke insert on comparison_result from pinhua_worker;

-- How long a rater may be silent belongs to what is fixed before the first vote. Empty in earlier comparisons.
alter table comparison add column visit_seconds bigint check (visit_seconds > 0);
