-- People who sign in. The bundled provider keeps their password hash here; of another provider's people only what its
-- tokens say. Rows stay: votes and decisions refer to them.
create table person (
    id uuid primary key,
    issuer text not null,
    subject text not null,
    name text not null check (length(name) between 1 and 200),
    display_name text not null check (length(display_name) between 1 and 200),
    role text not null check (role in ('EXPERT', 'CURATOR', 'ADMIN')),
    password_hash text,
    disabled boolean not null default false,
    created_at timestamptz not null,
    unique (issuer, subject)
);
create unique index person_name on person (lower(name)) where issuer = 'local';
revoke delete on person from pinhua_app;

-- A one-time address at which a person chooses a password. Only the hash of its token is kept.
create table invitation (
    token_hash text primary key,
    person_id uuid not null references person,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz
);
create index invitation_of_person on invitation (person_id);

-- Authorization codes (one minute, once) and refresh tokens (a working day), by hash.
create table sign_in_grant (
    token_hash text primary key,
    kind text not null check (kind in ('CODE', 'REFRESH')),
    session_id uuid not null,
    person_id uuid not null references person,
    nonce text,
    code_challenge text,
    redirect_uri text,
    expires_at timestamptz not null
);
create index sign_in_grant_of_session on sign_in_grant (session_id);
create index sign_in_grant_of_person on sign_in_grant (person_id);
create index sign_in_grant_end on sign_in_grant (expires_at);

-- The key that signs the bundled provider's tokens, PKCS #8; the newest one signs, all verify.
create table signing_key (
    id text primary key,
    private_key bytea not null,
    public_key bytea not null,
    created_at timestamptz not null
);

-- Failed sign-ins by keyed hash of name and address. Losing them in a crash harms nobody, so the table is not logged.
create unlogged table sign_in_failure (
    key text primary key,
    failures integer not null,
    last_at timestamptz not null,
    blocked_until timestamptz not null
);
