-- Decisions that stand, rows proved by their contents, and the letters of desks.
--
-- sync.log is the truth.  A row of sync.row_state that does not show it is built anew
-- from it, under the lock of sync.head, before any desk is given that row again.

-- A decision on a conflict: the first one stands, a second one is shown.  The first one
-- counts as a write of its field, also where it lets stand what stands: whoever decided
-- otherwise without knowing it then clashes, instead of winning by coming later.
create or replace function sync.resolve(p_op jsonb, p_seq bigint,
                                        out accepted jsonb, out rejected jsonb)
language plpgsql set search_path = pg_catalog, sync, pg_temp as $$
declare
    patch jsonb := p_op->'patch';
    first_seq bigint;
begin
    accepted := '{}';
    -- The op names the row of the conflict, so a desk decides nothing out of its scope.
    if exists (select from sync.log l where l.seq = (patch->>'conflict_seq')::bigint
               and l.tbl = p_op->>'tbl' and l.row_id = (p_op->>'row_id')::uuid
               and l.rejected ? (patch->>'field')) then
        insert into sync.resolution
        values ((patch->>'conflict_seq')::bigint, patch->>'field', p_seq)
        on conflict do nothing;
        if found then
            accepted := patch;
            update sync.row_state set ver = p_seq, fv = fv || jsonb_build_object(
                patch->>'field', jsonb_build_array(p_seq, (sync.me()).desk_id))
            where tbl = p_op->>'tbl' and row_id = (p_op->>'row_id')::uuid
              and left(patch->>'field', 1) <> '$';
            return;
        end if;
        select by_seq into first_seq from sync.resolution
        where conflict_seq = (patch->>'conflict_seq')::bigint and field = patch->>'field';
    end if;
    rejected := jsonb_build_object('$resolve', jsonb_build_object(
        'mine', patch, 'cur', first_seq, 'seq', first_seq));
end $$;

create function sync.desk_letters() returns jsonb language plpgsql stable security definer
set search_path = pg_catalog, sync, pg_temp as $$
declare me sync.desk := sync.me();
begin
    return (select jsonb_object_agg(d.desk_id, d.label) from sync.desk d);
end $$;

-- A row as the log tells it; null where the log knows no such row.
create function sync.folded(p_tbl text, p_row uuid) returns sync.row_state
language plpgsql stable set search_path = pg_catalog, sync, pg_temp as $$
declare
    told sync.row_state;
    entry record;
    stamp jsonb;
    moved jsonb;
begin
    for entry in select l.seq, l.desk_id, l.kind, l.op, l.accepted, l.rejected, l.user_id,
                        l.edited_at
                 from sync.log l where l.tbl = p_tbl and l.row_id = p_row
                 and l.kind in ('u', 'd', 'x') order by l.seq loop
        stamp := jsonb_build_array(entry.seq, entry.desk_id);
        if told.tbl is null then
            told.tbl := p_tbl; told.row_id := p_row; told.deleted := false;
            told.data := '{}'; told.fv := jsonb_build_object('*', stamp);
            moved := '{}';
        elsif entry.kind = 'd' and (told.deleted or entry.rejected ? '$delete')
              or entry.kind = 'u' and entry.accepted = '{}' then
            continue;
        else
            select coalesce(jsonb_object_agg(e.key, stamp), '{}') into moved
            from jsonb_each(entry.accepted) e
            where told.data->e.key is distinct from e.value;
        end if;
        if entry.kind <> 'u' then
            told.deleted := entry.kind = 'd';
            moved := moved || jsonb_build_object('$del', stamp);
        end if;
        told.ver := entry.seq; told.data := told.data || entry.accepted;
        told.fv := told.fv || moved;
        told.claims := nullif(coalesce(entry.op::jsonb->'claims', told.claims), '[]');
        told.user_id := entry.user_id; told.edited_at := entry.edited_at;
    end loop;
    if told.tbl is null then return null; end if;
    told.unheld := told.claims is not null and not exists (
        select from sync.claim c where c.tbl = p_tbl and c.row_id = p_row);
    return told;
end $$;

create function sync.bucket_of(p_row uuid) returns int
language sql immutable parallel safe as
$$ select ('x' || right(p_row::text, 4))::bit(16)::int % 64 $$;

-- Does the kept row show something else than the log?
create function sync.shows_wrong(p_tbl text, p_row uuid) returns bool
language plpgsql stable set search_path = pg_catalog, sync, pg_temp as $$
declare
    told sync.row_state := sync.folded(p_tbl, p_row);
    kept sync.row_state;
begin
    select * into kept from sync.row_state s where s.tbl = p_tbl and s.row_id = p_row;
    return kept.tbl is null or told.tbl is null or kept.data <> told.data
        or kept.deleted <> told.deleted or kept.ver < told.ver
        or kept.ver > (select seq from sync.head);
end $$;

-- Sums that prove what the rows of a table hold, by bucket: of each row the first 8
-- bytes of md5 over its place, its version and its fields, modulo 2^64.  p_fields names
-- the fields that the asking desk knows, each with what it holds where nothing was told.
create function sync.bucket_digests(p_tbl text, p_fields jsonb) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, sync, pg_temp as $$
declare me sync.desk := sync.reader();
begin
    if not sync.sees(me.profile, (select scope from sync.tbl where tbl = p_tbl)) then
        raise exception 'table is out of scope' using errcode = 'SY407';
    end if;
    return (
        with rows as (
            select sync.bucket_of(s.row_id) as bucket, md5(concat_ws('|',
                p_tbl, s.row_id::text, s.ver, case when s.deleted then 'gone' else (
                    select string_agg(f.key || '=' || coalesce(s.data->f.key, f.value)::text,
                                      chr(10) order by f.key collate "C")
                    from jsonb_each(p_fields) f) end)) as sum
            from sync.row_state s where s.tbl = p_tbl),
        sums as (
            select bucket, mod(sum(('x' || substr(sum, 1, 8))::bit(32)::bigint::numeric
                                   * 4294967296
                                   + ('x' || substr(sum, 9, 8))::bit(32)::bigint),
                               18446744073709551616)::text as sum
            from rows group by bucket)
        select jsonb_build_object('head', (select seq from sync.head), 'sums',
                                  coalesce(jsonb_object_agg(bucket, sum), '{}'))
        from sums);
end $$;

-- Build anew what does not show the log in one bucket; tell how many rows that were.
-- The rows it looks at are those of the log and those that are kept.
create function sync.mend(p_tbl text, p_bucket int) returns jsonb
language plpgsql security definer set search_path = pg_catalog, sync, pg_temp as $$
declare
    me sync.desk := sync.reader();
    wrong uuid[];
    place uuid;
    told sync.row_state;
    mended int := 0;
begin
    if current_setting('transaction_isolation') <> 'read committed' then
        raise exception 'mend needs READ COMMITTED' using errcode = 'SY001';
    elsif not sync.sees(me.profile, (select scope from sync.tbl where tbl = p_tbl)) then
        raise exception 'table is out of scope' using errcode = 'SY407';
    end if;
    select array_agg(r.row_id) into wrong from (
        select l.row_id from sync.log l where l.tbl = p_tbl and l.kind in ('u', 'd', 'x')
        union select s.row_id from sync.row_state s where s.tbl = p_tbl) r
    where sync.bucket_of(r.row_id) = p_bucket and sync.shows_wrong(p_tbl, r.row_id);
    if wrong is not null then
        perform from sync.head for update;           -- no push meanwhile
        foreach place in array wrong loop
            continue when not sync.shows_wrong(p_tbl, place);
            told := sync.folded(p_tbl, place);
            mended := mended + 1;
            if told.tbl is null then
                delete from sync.claim where tbl = p_tbl and row_id = place;
                delete from sync.row_state where tbl = p_tbl and row_id = place;
                continue;
            end if;
            insert into sync.row_state select told.*
            on conflict (tbl, row_id) do update
            set data = excluded.data, deleted = excluded.deleted,
                ver = case when row_state.ver between excluded.ver
                                and (select seq from sync.head)
                           then row_state.ver else excluded.ver end;
        end loop;
        raise warning 'sync: % rows of % did not show the log and were built anew',
            mended, p_tbl;
    end if;
    return jsonb_build_object('head', (select seq from sync.head), 'mended', mended);
end $$;

-- One bucket of a table by pages, deleted rows too.
create function sync.bucket(p_tbl text, p_bucket int, p_after uuid, p_limit int default 2000)
returns table (tbl text, row_id uuid, ver bigint, deleted bool, data text,
               user_id text, edited_at bigint)
language plpgsql stable security definer set search_path = pg_catalog, sync, pg_temp as $$
#variable_conflict use_column
declare me sync.desk := sync.reader();
begin
    return query
    select s.tbl, s.row_id, s.ver, s.deleted, s.data::text, s.user_id, s.edited_at
    from sync.row_state s
    left join sync.tbl t on t.tbl = s.tbl
    where s.tbl = p_tbl and (p_after is null or s.row_id > p_after)
      and sync.bucket_of(s.row_id) = p_bucket and sync.sees(me.profile, t.scope)
    order by s.row_id
    limit least(greatest(p_limit, 1), 20000);
end $$;
