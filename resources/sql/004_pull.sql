-- What a desk may ask: who am I here, what is new, the whole state, what is open.
-- Scope is filtered in these functions.  A hidden op still shows its sha, so that
-- every desk can recompute the whole chain.

create function sync.sees(p_profile text, p_scope text) returns bool
language sql immutable parallel safe as
$$ select p_profile = 'office' or coalesce(p_scope, 'office') = 'city' $$;

create function sync.hello(p_install uuid, p_acked bigint, p_dseq bigint,
                           p_cursor bigint, p_hash bytea, p_ver int)
returns jsonb language plpgsql security definer
set search_path = pg_catalog, sync, pg_temp as $$
declare
    me sync.desk := sync.me();
    head sync.head;
    verdict text;
begin
    select * into head from sync.head;
    verdict := case
        when me.install_id <> p_install then 'cloned'
        when me.last_dseq > p_dseq then 'desk_restored'
        when me.last_dseq < p_acked or p_cursor > head.seq then 'server_restored'
        when p_cursor > 0 and not exists (
            select from sync.batch where seq_to = p_cursor and hash = p_hash)
            then 'history_differs'
        else 'ok' end;
    if verdict <> 'cloned' then
        update sync.desk set last_seen = now(), schema_ver = p_ver,
            install_id = coalesce(install_id, p_install),
            cursor_seen = case verdict when 'ok' then p_cursor else cursor_seen end
        where desk_id = me.desk_id;
    end if;
    return jsonb_build_object(
        'desk_id', me.desk_id, 'label', me.label, 'profile', me.profile,
        'epoch', head.epoch, 'head', head.seq, 'head_hash', encode(head.hash, 'hex'),
        'last_dseq', me.last_dseq, 'min_pull_ver', head.min_pull_ver,
        'now', floor(extract(epoch from clock_timestamp()) * 1000)::bigint,
        'verdict', verdict);
end $$;

-- The desk, unless its program is too old to read; writing is never stopped by that.
create function sync.reader() returns sync.desk language plpgsql stable
set search_path = pg_catalog, sync, pg_temp as $$
declare
    d sync.desk := sync.me();
    needed int := (select min_pull_ver from sync.head);
begin
    if d.schema_ver < needed then
        raise exception 'program is too old to pull'
        using errcode = 'SY426', detail = d.schema_ver || '/' || needed;
    end if;
    return d;
end $$;

-- Whole batches only: a desk never stops inside somebody's transaction.  One
-- statement, one snapshot.  prev and hash stand on the last op of each batch.
create function sync.pull(p_cursor bigint, p_limit int default 2000)
returns table (seq bigint, batch bigint, desk_id int, dseq bigint, sha bytea, tbl text,
               row_id uuid, kind text, accepted text, rejected text, user_id text,
               edited_at bigint, schema_ver int, prev bytea, hash bytea)
language plpgsql stable security definer set search_path = pg_catalog, sync, pg_temp as $$
#variable_conflict use_column
declare
    me sync.desk := sync.reader();
    edge bigint;
begin
    select coalesce(
        (select b.seq_to from sync.batch b
         where b.seq_to >= p_cursor + least(greatest(p_limit, 1), 20000)
         order by b.seq_to limit 1),
        (select max(b.seq_to) from sync.batch b)) into edge;
    return query
    select l.seq, l.batch, l.desk_id, l.dseq, l.sha,
           case when v.seen then l.tbl end, case when v.seen then l.row_id end,
           case when v.seen then l.kind end, case when v.seen then l.accepted::text end,
           case when v.seen then l.rejected::text end,
           case when v.seen then l.user_id end, case when v.seen then l.edited_at end,
           case when v.seen then l.schema_ver end, b.prev, b.hash
    from sync.log l
    left join sync.batch b on b.seq_to = l.seq
    left join sync.tbl t on t.tbl = l.tbl
    cross join lateral (select sync.sees(me.profile, t.scope) as seen) v
    where l.seq > p_cursor and l.seq <= edge
    order by l.seq;
end $$;

-- Pages of the present state by key; the caller starts with nulls and goes on with
-- the last key it got.  Changes made meanwhile arrive by pull from the head it noted.
create function sync.bootstrap(p_tbl text, p_row uuid, p_limit int default 2000)
returns table (tbl text, row_id uuid, ver bigint, deleted bool, data text,
               user_id text, edited_at bigint)
language plpgsql stable security definer set search_path = pg_catalog, sync, pg_temp as $$
#variable_conflict use_column
declare me sync.desk := sync.reader();
begin
    return query
    select r.tbl, r.row_id, r.ver, r.deleted, r.data::text, r.user_id, r.edited_at
    from sync.row_state r
    left join sync.tbl t on t.tbl = r.tbl
    where (p_tbl is null or (r.tbl, r.row_id) > (p_tbl, p_row))
      and sync.sees(me.profile, t.scope)
    order by r.tbl, r.row_id
    limit least(greatest(p_limit, 1), 20000);
end $$;

-- Conflicts that nobody has decided, oldest first; fields names the open ones.
create function sync.open_conflicts(p_after bigint default 0, p_limit int default 2000)
returns table (seq bigint, desk_id int, tbl text, row_id uuid, kind text, accepted text,
               rejected text, fields text[], user_id text, edited_at bigint,
               schema_ver int)
language plpgsql stable security definer set search_path = pg_catalog, sync, pg_temp as $$
#variable_conflict use_column
declare me sync.desk := sync.reader();
begin
    return query
    select l.seq, l.desk_id, l.tbl, l.row_id, l.kind, l.accepted::text, l.rejected::text,
           open.fields, l.user_id, l.edited_at, l.schema_ver
    from sync.log l
    left join sync.tbl t on t.tbl = l.tbl
    cross join lateral (
        select array_agg(k order by k) as fields from jsonb_object_keys(l.rejected) k
        where not exists (select from sync.resolution x
                          where x.conflict_seq = l.seq and x.field = k)) open
    where l.rejected is not null and l.seq > p_after and open.fields is not null
      and sync.sees(me.profile, t.scope)
    order by l.seq
    limit least(greatest(p_limit, 1), 20000);
end $$;

-- How many rows, and the sum of the first 8 bytes of md5('tbl|id|ver') modulo 2^64,
-- over living and deleted rows, at the head it names.
create function sync.state_digest(p_tbl text) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, sync, pg_temp as $$
declare me sync.desk := sync.reader();
begin
    if not sync.sees(me.profile, (select scope from sync.tbl where tbl = p_tbl)) then
        raise exception 'table is out of scope' using errcode = 'SY407';
    end if;
    return (
        select jsonb_build_object(
            'head', (select seq from sync.head), 'rows', count(*), 'digest',
            mod(mod(coalesce(sum(('x' || left(md5(p_tbl || '|' || row_id || '|' || ver), 16)
                )::bit(64)::bigint::numeric), 0), 18446744073709551616)
                + 18446744073709551616, 18446744073709551616)::text)
        from sync.row_state where tbl = p_tbl);
end $$;
