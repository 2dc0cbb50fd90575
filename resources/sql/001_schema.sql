-- The tables of the shared database.
--
-- One row (sync.head) orders everything: each push locks it first, takes its numbers
-- from it and gives it back at COMMIT.  A waiter wakes only after that commit is
-- visible, so whoever sees batch n sees all batches before it, and a reader's
-- "seq > cursor" can miss nothing.  sync.log is the truth, the rest follows from it.

create table sync.version (
    version int primary key,
    file text not null,
    applied_at timestamptz not null default clock_timestamp()
);

-- The roles that this office uses; kept here because a database can be renamed,
-- copied or restored under another name.
create table sync.place (
    one bool primary key default true check (one),
    owner_role name not null,
    desk_group name not null
);

create table sync.head (
    one bool primary key default true check (one),
    seq bigint not null default 0,
    batch bigint not null default 0,
    hash bytea not null default '\x00',
    epoch uuid not null default gen_random_uuid(),  -- names this history; a restore renames it
    min_pull_ver int not null default 1
) with (fillfactor = 10);
insert into sync.head default values;

create table sync.desk (
    desk_id int primary key,
    db_role name not null unique,
    install_id uuid,                                -- null until the desk's first hello
    label text not null unique,                     -- the letter on its numbers, never given twice
    profile text not null check (profile in ('office', 'city')),
    status text not null default 'active' check (status in ('active', 'revoked')),
    last_dseq bigint not null default 0,
    last_sha bytea,
    cursor_seen bigint not null default 0,
    schema_ver int,
    last_seen timestamptz
) with (fillfactor = 50);

-- What the office says about each table.  A table that is not listed counts as
-- 'office', so a newer desk's table never reaches a city desk by mistake.
-- rules: {"group": {field: name}, "members": {name: [field]}, "last": {field: true},
--         "rank": {field: {value: n}}, "claim": [field]}
create table sync.tbl (
    tbl text primary key,
    scope text not null check (scope in ('office', 'city')),
    rules jsonb not null default '{}'
);

create table sync.batch (
    batch bigint primary key,
    desk_id int not null references sync.desk,
    seq_from bigint not null,
    seq_to bigint not null unique,
    prev bytea not null,
    hash bytea not null,                            -- prev, then each op's sha, folded by sha256
    at timestamptz not null default clock_timestamp()
);

create table sync.log (
    seq bigint primary key,
    batch bigint not null,
    desk_id int not null,
    dseq bigint not null,
    base bigint not null,
    txn uuid,
    tbl text not null,
    row_id uuid not null,
    kind text not null check (kind in ('u', 'd', 'x', 'r', 'q')),
    op text not null,                               -- exactly as the desk wrote it
    sha bytea not null,
    accepted jsonb not null,
    rejected jsonb,                                 -- {field: {"mine", "cur", "seq"}}
    user_id text,
    edited_at bigint,                               -- ms UTC by the desk's clock, for display
    schema_ver int not null,
    unique (desk_id, dseq)
);
create index log_row on sync.log (tbl, row_id, seq);
create index log_conflict on sync.log (seq) where rejected is not null;

-- The fold of the log.  fv: {field: [seq, desk]} of the last accepted write; "*" stands
-- for every field of data that has no entry of its own (as the row was created).
create table sync.row_state (
    tbl text not null,
    row_id uuid not null,
    ver bigint not null,
    deleted bool not null default false,
    data jsonb not null,
    fv jsonb not null,
    claims jsonb,                                   -- as last asked for by an accepted op
    unheld bool not null default false,             -- a claim of these was already taken
    user_id text,
    edited_at bigint,
    primary key (tbl, row_id)
) with (fillfactor = 80);

create table sync.resource (
    resource int generated always as identity primary key,
    name text not null unique
);

create table sync.claim (
    resource int not null references sync.resource,
    during tstzrange not null,
    tbl text not null,
    row_id uuid not null,
    seq bigint not null,
    constraint claim_is_held_once exclude using gist (resource with =, during with &&)
);
create index claim_row on sync.claim (tbl, row_id);

create table sync.resolution (
    conflict_seq bigint not null,
    field text not null,
    by_seq bigint not null,
    primary key (conflict_seq, field)
);

create table sync.quarantine (
    desk_id int not null,
    dseq bigint not null,
    raw text not null,
    error text not null,
    at timestamptz not null default clock_timestamp(),
    primary key (desk_id, dseq)
);
