-- push, quicker once more.  A row that a push makes is nobody else's: what follows of it
-- in the same push stands without a rival, so that all of it is done in one statement
-- and nothing is asked of the log.  Each name is read once, however many ops use it, and
-- no pattern counts letters.

-- A name of a table or a field as a desk can have it.
create function sync.is_name(p_name text) returns bool
language sql immutable parallel safe as
$$ select octet_length(p_name) <= 63 and p_name ~ '^[A-Za-z_][A-Za-z0-9_]*$' $$;

-- Fields written one over the other.
create aggregate sync.written_over(jsonb) (
    sfunc = jsonb_concat, stype = jsonb, initcond = '{}');

-- Make the rows that plain ops of a push are the first to tell of, as they stand up to
-- the first op that is not plain.  ``stood`` is what each such op changed, in order, and
-- null for the others; ``fresh`` is which ops are of such a row at all.
drop function sync.make_rows(jsonb[], bigint, int, jsonb);
create function sync.make_rows(p_ops jsonb[], p_seq bigint, p_desk int, p_rules jsonb,
                               out stood jsonb[], out fresh bool[])
language sql set search_path = pg_catalog, sync, pg_temp as $$
    with told as materialized (
        select u.i, u.o->'patch' as patch, u.o->>'user' as user_id,
               (u.o->>'at')::bigint as edited_at, u.o->>'tbl' as tbl,
               (u.o->>'row_id')::uuid as row_id, sync.is_plain(u.o, p_rules) as is_plain
        from unnest(p_ops) with ordinality u(o, i)),
    led as materialized (
        select t.*, min(t.i) over by_row as first, bool_and(t.is_plain) over by_row as led
        from told t window by_row as (partition by t.tbl, t.row_id order by t.i)),
    run as materialized (
        select l.*, p_seq + l.i as seq, sync.written_over(l.patch) over before as before
        from led l
        where l.led and (l.i = l.first or not coalesce(p_rules->l.tbl ? 'only_added', false))
          and not exists (select from sync.row_state s
                          where s.tbl = l.tbl and s.row_id = l.row_id)
        window before as (partition by l.tbl, l.row_id order by l.i
                          rows between unbounded preceding and 1 preceding)),
    moved as materialized (
        select r.*, m.stood, m.stamps
        from run r cross join lateral (
            select coalesce(jsonb_object_agg(e.key, e.value), '{}') as stood,
                   jsonb_object_agg(e.key, jsonb_build_array(r.seq, p_desk)) as stamps
            from jsonb_each(r.patch) e
            where r.i > r.first and r.before->e.key is distinct from e.value) m),
    made as (
        insert into sync.row_state (tbl, row_id, ver, data, fv, user_id, edited_at)
        select m.tbl, m.row_id, max(m.seq), sync.written_over(m.patch order by m.i),
               jsonb_build_object('*', jsonb_build_array(min(m.seq), p_desk))
                   || sync.written_over(coalesce(m.stamps, '{}') order by m.i),
               (array_agg(m.user_id order by m.i desc))[1],
               (array_agg(m.edited_at order by m.i desc))[1]
        from moved m where m.i = m.first or m.stamps is not null
        group by m.tbl, m.row_id)
    select array_agg(case when m.i = m.first then m.patch else m.stood end order by l.i),
           array_agg(f.i is not null order by l.i)
    from led l left join moved m on m.i = l.i left join moved f on f.i = l.first
$$;

-- Which ops has the log already, from another desk or from another sending?  None about
-- a row that this push makes.
drop function sync.told_before(jsonb[], int);
create function sync.told_before(p_ops jsonb[], p_desk int, p_fresh bool[]) returns bool[]
language sql stable set search_path = pg_catalog, sync, pg_temp as $$
    select array_agg(not u.fresh and exists (
        select from sync.log l
        where l.tbl = u.o->>'tbl' and l.row_id = (u.o->>'row_id')::uuid
          and l.txn = (u.o->>'txn')::uuid and l.kind = u.o->>'kind'
          and (l.desk_id <> p_desk
               or l.op::jsonb->>'epoch' is distinct from u.o->>'epoch')
          and l.op::jsonb->'patch' is not distinct from u.o->'patch') order by u.i)
    from unnest(p_ops, p_fresh) with ordinality u(o, fresh, i)
$$;

-- Is it an op as a desk writes it, but for the names of its fields?  Every desk will
-- have to read it.
create or replace function sync.is_sound(p_op jsonb) returns bool
language sql immutable parallel safe as
$$ select coalesce(case when jsonb_typeof(p_op->'patch') = 'object' then
       p_op->>'kind' in ('u', 'd', 'x', 'r')
       and sync.is_name(p_op->>'tbl')
       and p_op->>'row_id' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
       and coalesce(jsonb_typeof(p_op->'user'), 'null') in ('string', 'null')
       and jsonb_typeof(p_op->'at') = 'number'
       and (p_op->>'at')::numeric between 0 and 7258118400000        -- the year 2200
       and not jsonb_path_exists(p_op, 'strict $.**{34}') end,       -- 32 in a patch
   false) $$;

create or replace function sync.push(p_ops text[]) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, sync, pg_temp as $$
declare
    head sync.head;
    desk sync.desk;
    rules jsonb;
    ops jsonb[];
    shas bytea[];
    stands jsonb[];                                    -- of ops that are done together
    fresh bool[];
    told bool[];
    accepted jsonb[] := '{}';
    rejected jsonb[] := '{}';
    op jsonb;
    base bigint;
    epoch text;
    stood jsonb;
    place text;
    wrote jsonb := '{}';                               -- what was shown of it, by row
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
    elsif exists (select from unnest(p_ops) t where octet_length(t) > 1024 * 1024) then
        raise exception 'op is too large' using errcode = '22023';
    elsif (select sum(octet_length(t)) > 16 * 1024 * 1024 from unnest(p_ops) t) then
        raise exception 'push is too large' using errcode = '54000';
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
    if not (select bool_and(sync.is_sound(o)) from unnest(ops[skipped + 1:]) o) then
        raise exception 'op is malformed' using errcode = '22023';
    elsif exists (
            select from (select distinct k from unnest(ops[skipped + 1:]) o,
                         jsonb_object_keys(o->'patch') k) n
            where not sync.is_name(k)) then
        raise exception 'no name of a field' using errcode = '22023';
    end if;
    select m.stood, m.fresh into stands, fresh
    from sync.make_rows(ops[skipped + 1:], head.seq, desk.desk_id, rules) m;
    told := sync.told_before(ops[skipped + 1:], desk.desk_id, fresh);
    s := head.seq; digest := head.hash; epoch := head.epoch::text;

    for i in skipped + 1 .. total loop
        op := ops[i] - '{told,wrote}'::text[]; s := s + 1; desk.last_dseq := desk.last_dseq + 1;
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
        stood := stands[i - skipped];
        if stood is null and rules->(op->>'tbl') ? 'only_added' and (
               op->>'kind' in ('d', 'x') or op->>'kind' = 'u' and not told[i - skipped]
               and exists (select from sync.row_state r where r.tbl = op->>'tbl'
                           and r.row_id = (op->>'row_id')::uuid)) then
            raise exception 'row is only ever added' using errcode = '22023'; end if;
        digest := sha256(digest || shas[i]);
        if stood is not null then
            null;                                      -- done with the others
        elsif told[i - skipped] then
            op := op || '{"told": true}';
        elsif sync.is_plain(op, rules) then
            stood := sync.write_on(op, s, desk.desk_id);
        end if;
        if stood is not null then
            accepted := array_append(accepted, stood);
            rejected := array_append(rejected, null);
            continue;
        end if;
        place := concat_ws('|', op->>'tbl', op->>'row_id');
        if wrote ? place then op := op || jsonb_build_object('wrote', wrote->place); end if;
        case op->>'kind'
            when 'r' then verdict := sync.resolve(op, s);
            when 'u', 'd', 'x' then
                verdict := sync.merge(op, rules->(op->>'tbl'), s, desk.desk_id);
            else raise exception 'unknown kind' using errcode = '22023';
        end case;
        accepted := array_append(accepted, verdict.accepted);
        rejected := array_append(rejected, verdict.rejected);
        if verdict.rejected is not null then
            conflicts := conflicts + 1;
            wrote := wrote || jsonb_build_object(
                place, coalesce(wrote->place, '{}') || (op->'patch'));
        end if;
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
