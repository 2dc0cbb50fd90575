-- A change may be told twice: by a desk and its copy, or by a desk that was brought back
-- from an old disk after the server was.  It is the same change if it is of the same
-- local transaction and did the same to the same row, and it happens once.  What it says
-- of fields is then how they stand, so that whoever told it shows the same as all others.
-- A deletion or a bringing back is judged each time: the log tells every desk to carry it
-- out unless the verdict says otherwise, and the first one may have been refused.
-- Nothing that was deleted meanwhile comes back by being told again.

-- Which ops has the log already, from another desk or from another sending?
create function sync.told_before(p_ops jsonb[], p_desk int) returns bool[]
language sql stable set search_path = pg_catalog, sync, pg_temp as $$
    select array_agg(exists (
        select from sync.log l
        where l.tbl = u.o->>'tbl' and l.row_id = (u.o->>'row_id')::uuid
          and l.txn = (u.o->>'txn')::uuid and l.kind = u.o->>'kind'
          and (l.desk_id <> p_desk
               or l.op::jsonb->>'epoch' is distinct from u.o->>'epoch')
          and l.op::jsonb->'patch' is not distinct from u.o->'patch') order by u.i)
    from unnest(p_ops) with ordinality u(o, i)
$$;

create or replace function sync.merge(p_op jsonb, p_rules jsonb, p_seq bigint, p_desk int,
                                      out accepted jsonb, out rejected jsonb)
language plpgsql set search_path = pg_catalog, sync, pg_temp as $$
declare
    told constant bool := p_op ? 'told';
    stood sync.row_state;
begin
    p_op := p_op - 'told';
    select * into stood from sync.row_state s
    where s.tbl = p_op->>'tbl' and s.row_id = (p_op->>'row_id')::uuid;
    if told and p_op->>'kind' = 'u' then
        select coalesce(jsonb_object_agg(e.key, stood.data->e.key), '{}') into accepted
        from jsonb_each(p_op->'patch') e
        where not stood.deleted and stood.data ? e.key
          and stood.data->e.key is distinct from e.value;
        if accepted <> '{}' then
            update sync.row_state s set ver = p_seq
            where s.tbl = stood.tbl and s.row_id = stood.row_id;
        end if;
        return;
    elsif told and p_op->>'kind' = 'x' and stood.deleted then
        accepted := '{}';
        rejected := jsonb_build_object('$deleted', jsonb_build_object(
            'mine', coalesce(p_op->'patch', '{}'), 'seq', stood.fv->'$del'->0));
        return;
    elsif p_op ?& '{again,patch}' and stood.edited_at > (p_op->>'at')::bigint then
        p_op := jsonb_set(p_op, '{patch}', (p_op->'patch') - array(
            select jsonb_object_keys(coalesce(p_rules->'last', '{}'))));
    end if;
    select m.accepted, m.rejected into accepted, rejected
    from sync.merge_by_rules(p_op, p_rules, p_seq, p_desk) m;
end $$;

-- push, as before, but for what was told before.
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
        op := ops[i]; s := s + 1; desk.last_dseq := desk.last_dseq + 1;
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
