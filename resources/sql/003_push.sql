-- push: the one way in.  Every rule of merging is in this file.
--
-- VOLATILE under READ COMMITTED: each inner statement takes its snapshot after the
-- lock on sync.head is held.  The reply is small, so that a client which stops
-- reading cannot keep the lock.

-- Was the field written by another desk after the author had looked?
create function sync.newer(p_stamp jsonb, p_base bigint, p_desk int)
returns bool language sql immutable parallel safe as
$$ select (p_stamp->>0)::bigint > p_base and (p_stamp->>1)::int <> p_desk $$;

-- The stamp of a field: its own, or that of the row's creation.
create function sync.stamp(p_data jsonb, p_fv jsonb, p_field text)
returns jsonb language sql immutable parallel safe as
$$ select coalesce(p_fv->p_field, case when p_data ? p_field then p_fv->'*' end) $$;

-- The desk behind this connection, from the login and never from a parameter.
create function sync.me() returns sync.desk language plpgsql stable security definer
set search_path = pg_catalog, sync, pg_temp as $$
declare d sync.desk;
begin
    select * into d from sync.desk where db_role = session_user and status = 'active';
    if not found then raise exception 'not a desk' using errcode = 'SY403'; end if;
    return d;
end $$;

-- What the author of a clashing write had before: the last value taken of the field
-- that the author's view was built from.
create function sync.value_before(cur sync.row_state, p_field text, p_base bigint,
                                  p_desk int)
returns jsonb language sql stable set search_path = pg_catalog, sync, pg_temp as
$$ select l.accepted->p_field from sync.log l
   where l.tbl = cur.tbl and l.row_id = cur.row_id and l.accepted ? p_field
     and (l.seq <= p_base or l.desk_id = p_desk)
   order by l.seq desc limit 1 $$;

-- Split a patch into what stands and what must be shown.  Only fields whose value
-- differs take part.  Fields of a group stand or fall together.
create function sync.judge(p_patch jsonb, cur sync.row_state, p_base bigint, p_desk int,
                           p_rules jsonb, out accepted jsonb, out rejected jsonb)
language plpgsql stable set search_path = pg_catalog, sync, pg_temp as $$
begin
    select coalesce(jsonb_object_agg(j.key, j.value) filter (where not j.clash), '{}'),
           jsonb_object_agg(j.key, jsonb_build_object(
               'mine', j.value, 'cur', cur.data->j.key,
               'was', sync.value_before(cur, j.key, p_base, p_desk),
               'seq', sync.stamp(cur.data, cur.fv, j.key)->0)) filter (where j.clash)
    into accepted, rejected
    from (
        select e.key, e.value, coalesce(case
            when p_rules->'last' ? e.key then false
            when p_rules->'group' ? e.key then exists (
                select from jsonb_array_elements_text(
                    p_rules->'members'->(p_rules->'group'->>e.key)) m
                where sync.newer(sync.stamp(cur.data, cur.fv, m), p_base, p_desk))
            when (p_rules->'rank'->e.key->>(e.value#>>'{}'))::int
               > (p_rules->'rank'->e.key->>(cur.data->>e.key))::int then false
            else sync.newer(sync.stamp(cur.data, cur.fv, e.key), p_base, p_desk)
            end, false) as clash
        from jsonb_each(p_patch) e
        where cur.data->e.key is distinct from e.value
    ) j;
end $$;

-- May this op move the row's claims?  Not if another desk has meanwhile written a field
-- that they are computed from: the row then stands where that desk put it.
create function sync.claims_stand(cur sync.row_state, p_rejected jsonb, p_base bigint,
                                  p_desk int, p_rules jsonb)
returns bool language plpgsql stable set search_path = pg_catalog, sync, pg_temp as $$
begin
    if coalesce(jsonb_array_length(p_rules->'claim'), 0) = 0 then
        return p_rejected is null;
    end if;
    return cur.ver <= p_base or not exists (
        select from jsonb_array_elements_text(p_rules->'claim') f
        where sync.newer(sync.stamp(cur.data, cur.fv, f), p_base, p_desk));
end $$;

-- A decision on a conflict: the first one stands, a second one is shown.
create function sync.resolve(p_op jsonb, p_seq bigint, out accepted jsonb, out rejected jsonb)
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
        if found then accepted := patch; return; end if;
        select by_seq into first_seq from sync.resolution
        where conflict_seq = (patch->>'conflict_seq')::bigint and field = patch->>'field';
    end if;
    rejected := jsonb_build_object('$resolve', jsonb_build_object(
        'mine', patch, 'cur', first_seq, 'seq', first_seq));
end $$;

-- Merge one op into its row: returns what stood and what is shown.
create function sync.merge(p_op jsonb, p_rules jsonb, p_seq bigint, p_desk int,
                           out accepted jsonb, out rejected jsonb)
language plpgsql set search_path = pg_catalog, sync, pg_temp as $$
declare
    cur sync.row_state;
    is_new bool;
    kind text := p_op->>'kind';
    key_tbl text := p_op->>'tbl';
    key_row uuid := (p_op->>'row_id')::uuid;
    base bigint := (p_op->>'base')::bigint;
    patch jsonb := coalesce(p_op->'patch', '{}');
    claims jsonb := p_op->'claims';
    stamp jsonb := jsonb_build_array(p_seq, p_desk);
    taken jsonb;
begin
    accepted := '{}';
    select * into cur from sync.row_state s where s.tbl = key_tbl and s.row_id = key_row;
    is_new := not found;
    if is_new then
        cur.data := '{}'; cur.fv := '{}'; cur.deleted := false; cur.ver := 0;
        cur.unheld := false;
        accepted := patch;
    elsif kind = 'd' then
        if cur.deleted then return; end if;            -- both wanted the same
        if cur.ver > base and exists (select from jsonb_each(cur.fv) f
                                      where sync.newer(f.value, base, p_desk)) then
            rejected := jsonb_build_object('$delete', jsonb_build_object(
                'mine', true, 'cur', cur.data, 'seq', cur.ver));
            return;
        end if;
    elsif kind = 'u' and cur.deleted then              -- never back from the dead
        rejected := jsonb_build_object('$deleted', jsonb_build_object(
            'mine', patch, 'seq', cur.fv->'$del'->0));
        return;
    elsif cur.ver <= base then                         -- nothing happened since
        select coalesce(jsonb_object_agg(e.key, e.value), '{}') into accepted
        from jsonb_each(patch) e where cur.data->e.key is distinct from e.value;
    else
        select j.accepted, j.rejected into accepted, rejected
        from sync.judge(patch, cur, base, p_desk, p_rules) j;
    end if;

    if kind = 'd' then claims := '[]'; end if;
    if claims = '[]' and cur.claims is null then claims := null; end if;
    if claims = cur.claims and not cur.unheld then claims := null; end if;
    if claims is not null and claims <> '[]'
       and not (is_new or sync.claims_stand(cur, rejected, base, p_desk, p_rules)) then
        claims := null;
    end if;
    if claims is not null then
        taken := sync.take_claims(key_tbl, key_row, claims, p_seq);
        rejected := case when taken is null then rejected
                         else coalesce(rejected, '{}') || taken end;
        cur.claims := nullif(claims, '[]');
        cur.unheld := taken is not null;
    end if;

    if is_new then
        insert into sync.row_state values (
            key_tbl, key_row, p_seq, kind = 'd', accepted,
            jsonb_build_object('*', stamp)
                || case when kind = 'd' then jsonb_build_object('$del', stamp) else '{}' end,
            cur.claims, cur.unheld, p_op->>'user', (p_op->>'at')::bigint);
    elsif accepted <> '{}' or kind in ('d', 'x') or claims is not null then
        if kind in ('d', 'x') then
            cur.fv := cur.fv || jsonb_build_object('$del', stamp);
        end if;
        if accepted <> '{}' then
            cur.fv := cur.fv || (select jsonb_object_agg(k, stamp)
                                 from jsonb_object_keys(accepted) k);
        end if;
        update sync.row_state s set
            ver = case when accepted <> '{}' or kind in ('d', 'x') then p_seq else s.ver end,
            data = cur.data || accepted, fv = cur.fv,
            deleted = case kind when 'd' then true when 'x' then false else s.deleted end,
            claims = cur.claims, unheld = cur.unheld,
            user_id = p_op->>'user', edited_at = (p_op->>'at')::bigint
        where s.tbl = key_tbl and s.row_id = key_row;
    end if;
    -- Who applied the deletion has the row no more: bring it back whole.
    if kind = 'x' then accepted := cur.data || accepted; end if;
end $$;

create function sync.push(p_ops text[]) returns jsonb language plpgsql security definer
set search_path = pg_catalog, sync, pg_temp as $$
declare
    head sync.head;
    desk sync.desk;
    rules jsonb;
    ops jsonb[];
    shas bytea[];
    accepted jsonb[] := '{}';
    rejected jsonb[] := '{}';
    op jsonb;
    base bigint;
    epoch text;
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
        case op->>'kind'
            when 'r' then verdict := sync.resolve(op, s);
            when 'u', 'd', 'x' then
                verdict := sync.merge(op, rules->(op->>'tbl'), s, desk.desk_id);
            else raise exception 'unknown kind' using errcode = '22023';
        end case;
        accepted := array_append(accepted, verdict.accepted);
        rejected := array_append(rejected, verdict.rejected);
        if verdict.rejected is not null then conflicts := conflicts + 1; end if;
        digest := sha256(digest || shas[i]);
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

-- How many ops at the front are repeats; a repeat with other content is a fork.
create function sync.known(p_desk sync.desk, p_ops jsonb[], p_shas bytea[])
returns int language plpgsql stable set search_path = pg_catalog, sync, pg_temp as $$
declare
    repeats int;
    strangers int;
begin
    select count(*), count(*) filter (where not exists (
               select from sync.log l where l.desk_id = p_desk.desk_id
               and l.dseq = (u.o->>'dseq')::bigint and (l.sha = u.sha or l.kind = 'q')))
    into repeats, strangers
    from unnest(p_ops, p_shas) u(o, sha)
    where (u.o->>'dseq')::bigint <= p_desk.last_dseq;
    if strangers > 0 then raise exception 'fork' using errcode = 'SY409'; end if;
    return repeats;
end $$;

-- Close a batch: its link of the chain, the desk's counter, the head.
create function sync.seal(p_head sync.head, p_desk sync.desk, p_seq bigint,
                          p_hash bytea, p_sha bytea)
returns void language plpgsql set search_path = pg_catalog, sync, pg_temp as $$
begin
    insert into sync.batch (batch, desk_id, seq_from, seq_to, prev, hash)
    values (p_head.batch + 1, p_desk.desk_id, p_head.seq + 1, p_seq, p_head.hash, p_hash);
    update sync.desk set last_dseq = p_desk.last_dseq, last_sha = p_sha, last_seen = now()
    where desk_id = p_desk.desk_id;
    update sync.head set seq = p_seq, batch = p_head.batch + 1, hash = p_hash;
end $$;

-- One op that the server cannot take: kept raw, counted, marked in the log, so that
-- the chain stays whole and nothing behind it has to wait.
create function sync.quarantine(p_dseq bigint, p_raw text, p_error text)
returns jsonb language plpgsql security definer
set search_path = pg_catalog, sync, pg_temp as $$
declare
    head sync.head;
    desk sync.desk;
    mark bytea := sha256(convert_to(p_raw, 'UTF8'));
begin
    if current_setting('transaction_isolation') <> 'read committed' then
        raise exception 'push needs READ COMMITTED' using errcode = 'SY001';
    end if;
    select * into head from sync.head for update;
    select * into desk from sync.desk
    where db_role = session_user and status = 'active' for update;
    if not found then raise exception 'not a desk' using errcode = 'SY403'; end if;
    if p_dseq <= desk.last_dseq then
        if not exists (select from sync.log where desk_id = desk.desk_id
                       and dseq = p_dseq and sha = mark) then
            raise exception 'fork' using errcode = 'SY409';
        end if;
        return jsonb_build_object('head', head.seq, 'new', 0, 'conflicts', 0);
    elsif p_dseq <> desk.last_dseq + 1 then
        raise exception 'gap' using errcode = 'SY412';
    end if;
    desk.last_dseq := p_dseq;
    insert into sync.quarantine (desk_id, dseq, raw, error)
    values (desk.desk_id, p_dseq, p_raw, left(p_error, 200));
    insert into sync.log values (
        head.seq + 1, head.batch + 1, desk.desk_id, p_dseq, 0, null, '$quarantine',
        '00000000-0000-0000-0000-000000000000', 'q', p_raw, mark, '{}', null, null, null, 0);
    perform sync.seal(head, desk, head.seq + 1, sha256(head.hash || mark), mark);
    return jsonb_build_object('head', head.seq + 1, 'new', 1, 'conflicts', 0);
end $$;
