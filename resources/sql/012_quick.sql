-- push, quicker: what no rule is needed for is done without asking the rules.
--
-- Most of a day is new rows, and fields of rows that no other desk has touched since
-- the author looked.  There the rules come to the same: all that differs stands.  New
-- rows go in together, a change of such a row is one statement; anything else, and what
-- was told before, is merged.

-- Is the op a plain write of fields?
create function sync.is_plain(p_op jsonb) returns bool
language sql immutable parallel safe as
$$ select p_op->>'kind' = 'u' and jsonb_typeof(p_op->'patch') = 'object'
          and not p_op ?| '{claims,again}' $$;

-- Make the rows that plain ops of a push are the first to tell of; which ops those
-- were, in order.  The ops behind them find the rows as if each had come by itself.
create function sync.make_rows(p_ops jsonb[], p_seq bigint, p_desk int)
returns bool[] language sql set search_path = pg_catalog, sync, pg_temp as $$
    with told as materialized (
        select u.i, u.o, u.o->>'tbl' as tbl, (u.o->>'row_id')::uuid as row_id,
               row_number() over (partition by u.o->>'tbl', (u.o->>'row_id')::uuid
                                  order by u.i) as nth
        from unnest(p_ops) with ordinality u(o, i)),
    made as (
        insert into sync.row_state (tbl, row_id, ver, data, fv, user_id, edited_at)
        select t.tbl, t.row_id, p_seq + t.i, t.o->'patch',
               jsonb_build_object('*', jsonb_build_array(p_seq + t.i, p_desk)),
               t.o->>'user', (t.o->>'at')::bigint
        from told t
        where t.nth = 1 and sync.is_plain(t.o) and not exists (
            select from sync.row_state s where s.tbl = t.tbl and s.row_id = t.row_id)
        returning ver)
    select array_agg(m.ver is not null order by t.i)
    from told t left join made m on m.ver = p_seq + t.i
$$;

-- Write the fields of a plain op that differ, and return them; null, and nothing
-- written, unless there are some and only its own desk wrote the row since its base.
create function sync.write_on(p_op jsonb, p_seq bigint, p_desk int) returns jsonb
language plpgsql set search_path = pg_catalog, sync, pg_temp as $$
declare
    key_tbl constant text := p_op->>'tbl';
    key_row constant uuid := (p_op->>'row_id')::uuid;
    base constant bigint := (p_op->>'base')::bigint;
    was record;
begin
    select s.data, s.fv, m.moved, m.stamps into was
    from sync.row_state s cross join lateral (
        select jsonb_object_agg(e.key, e.value) as moved,
               jsonb_object_agg(e.key, jsonb_build_array(p_seq, p_desk)) as stamps
        from jsonb_each(p_op->'patch') e
        where s.data->e.key is distinct from e.value) m
    where s.tbl = key_tbl and s.row_id = key_row and not s.deleted
      and not exists (select from jsonb_each(s.fv) f
                      where sync.newer(f.value, base, p_desk));
    if was.moved is not null then
        update sync.row_state s set
            ver = p_seq, data = was.data || was.moved, fv = was.fv || was.stamps,
            user_id = p_op->>'user', edited_at = (p_op->>'at')::bigint
        where s.tbl = key_tbl and s.row_id = key_row;
    end if;
    return was.moved;
end $$;

create or replace function sync.push(p_ops text[]) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, sync, pg_temp as $$
declare
    head sync.head;
    desk sync.desk;
    rules jsonb;
    ops jsonb[];
    shas bytea[];
    made bool[];
    told bool[];
    accepted jsonb[] := '{}';
    rejected jsonb[] := '{}';
    op jsonb;
    base bigint;
    epoch text;
    stood jsonb;
    verdict record;
    s bigint;
    digest bytea;
    skipped int;
    conflicts int := 0;
    total int := coalesce(array_length(p_ops, 1), 0);
begin
    if current_setting('transaction_isolation') <> 'read committed' then
        raise exception 'push needs READ COMMITTED' using errcode = 'SY001';
    elsif total > 5000 then
        raise exception 'too many ops in one push' using errcode = '54000';
    end if;
    select * into head from sync.head for update;      -- wait here; freed by COMMIT only
    select * into desk from sync.desk
    where db_role = session_user and status = 'active' for update;
    if not found then raise exception 'not a desk' using errcode = 'SY403'; end if;

    select array_agg(t::jsonb order by i), array_agg(sha256(convert_to(t, 'UTF8')) order by i)
    into ops, shas from unnest(p_ops) with ordinality u(t, i);
    select coalesce(jsonb_object_agg(tbl, t.rules || jsonb_build_object('scope', scope)), '{}')
    into rules from sync.tbl t;
    skipped := sync.known(desk, ops, shas);
    told := sync.told_before(ops[skipped + 1:], desk.desk_id);
    made := sync.make_rows(ops[skipped + 1:], head.seq, desk.desk_id);
    s := head.seq; digest := head.hash; epoch := head.epoch::text;

    for i in skipped + 1 .. total loop
        op := ops[i] - 'told'; s := s + 1; desk.last_dseq := desk.last_dseq + 1;
        if (op->>'dseq')::bigint is distinct from desk.last_dseq then
            raise exception 'gap' using errcode = 'SY412'; end if;
        base := (op->>'base')::bigint;
        if base is null or base < 0 then
            raise exception 'base is missing or negative' using errcode = '22023';
        elsif base > head.seq or base > 0 and op->>'epoch' is distinct from epoch then
            -- Numbers are used again after a restore; only the epoch tells them apart.
            raise exception 'base is of another history' using errcode = 'SY410';
        end if;
        if desk.profile = 'city'
           and coalesce(rules->(op->>'tbl')->>'scope', 'office') <> 'city' then
            raise exception 'table is out of scope' using errcode = 'SY407'; end if;
        digest := sha256(digest || shas[i]);
        if made[i - skipped] then
            stood := op->'patch';
        elsif told[i - skipped] then
            op := op || '{"told": true}';
            stood := null;
        elsif sync.is_plain(op) then
            stood := sync.write_on(op, s, desk.desk_id);
        else
            stood := null;
        end if;
        if stood is not null then
            accepted := array_append(accepted, stood);
            rejected := array_append(rejected, null);
            continue;
        end if;
        case op->>'kind'
            when 'r' then verdict := sync.resolve(op, s);
            when 'u', 'd', 'x' then
                verdict := sync.merge(op, rules->(op->>'tbl'), s, desk.desk_id);
            else raise exception 'unknown kind' using errcode = '22023';
        end case;
        accepted := array_append(accepted, verdict.accepted);
        rejected := array_append(rejected, verdict.rejected);
        if verdict.rejected is not null then conflicts := conflicts + 1; end if;
    end loop;
    if s > head.seq then
        insert into sync.log
        select head.seq + u.i, head.batch + 1, desk.desk_id, (u.o->>'dseq')::bigint,
               (u.o->>'base')::bigint, (u.o->>'txn')::uuid, u.o->>'tbl',
               (u.o->>'row_id')::uuid, u.o->>'kind', u.t, u.sha, u.acc, u.rej,
               u.o->>'user', (u.o->>'at')::bigint, (u.o->>'ver')::int
        from unnest(p_ops[skipped + 1:], ops[skipped + 1:], shas[skipped + 1:],
                    accepted, rejected) with ordinality u(t, o, sha, acc, rej, i);
        perform sync.seal(head, desk, s, digest, shas[total]);
    end if;
    return jsonb_build_object('head', s, 'new', s - head.seq, 'conflicts', conflicts);
end $$;

-- Pages of the present state by key, as before; the key is one value, also where the
-- caller starts with nulls, so that each page is found by the index.
create or replace function sync.bootstrap(p_tbl text, p_row uuid, p_limit int default 2000)
returns table (tbl text, row_id uuid, ver bigint, deleted bool, data text,
               user_id text, edited_at bigint)
language plpgsql stable security definer set search_path = pg_catalog, sync, pg_temp as $$
#variable_conflict use_column
declare
    me sync.desk := sync.reader();
    after_tbl constant text := coalesce(p_tbl, '');
    after_row constant uuid := coalesce(p_row, '00000000-0000-0000-0000-000000000000');
begin
    return query
    select r.tbl, r.row_id, r.ver, r.deleted, r.data::text, r.user_id, r.edited_at
    from sync.row_state r
    left join sync.tbl t on t.tbl = r.tbl
    where (r.tbl, r.row_id) > (after_tbl, after_row) and sync.sees(me.profile, t.scope)
    order by r.tbl, r.row_id
    limit least(greatest(p_limit, 1), 20000);
end $$;

-- A page of the log, as before; of the batches, too, only those of the page are read,
-- however long the history has become.
create or replace function sync.pull(p_cursor bigint, p_limit int default 2000)
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
    left join sync.batch b
        on b.seq_to = l.seq and b.seq_to > p_cursor and b.seq_to <= edge
    left join sync.tbl t on t.tbl = l.tbl
    cross join lateral (select sync.sees(me.profile, t.scope) as seen) v
    where l.seq > p_cursor and l.seq <= edge
    order by l.seq;
end $$;
