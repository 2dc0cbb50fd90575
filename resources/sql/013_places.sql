-- Places follow from the data: a row claims what its merged fields say, by the rule of
-- its table, however it came to stand that way.  Every claim is kept; where two cover
-- each other, the op that made it so tells of it, one entry for each other row.  So
-- nothing has to be asked for again when a place is left.
--
-- Groups are judged by what their author saw as a whole, and steps forward before them.
--
-- An op that no desk writes is refused before it is judged, so that it reaches nobody; so
-- is one that changes what is only ever added, such as a line of the access log.

select from sync.head for update;                      -- no push meanwhile

alter table sync.claim drop constraint claim_is_held_once;
create index claim_place on sync.claim using gist (resource, during);
alter table sync.row_state drop column unheld;

-- What a row claims: [{"resource", "from", "to"}] in ms UTC, or null for nothing.
-- p_rule: {"when": {field: [value]}, "day": field, "begins": field, "ends": field,
--          "offset": "+09:00", "resources": {kind: field}}
create function sync.claims_of(p_data jsonb, p_rule jsonb) returns jsonb
language plpgsql stable set search_path = pg_catalog, sync, pg_temp as $$
declare
    begins bigint;
    ends bigint;
begin
    if p_rule is null or exists (
            select from jsonb_each(p_rule->'when') w
            where not coalesce(w.value ? (p_data->>w.key), false)) then
        return null;
    end if;
    begins := extract(epoch from (concat(
        p_data->>(p_rule->>'day'), 'T', p_data->>(p_rule->>'begins'),
        p_rule->>'offset'))::timestamptz) * 1000;
    ends := extract(epoch from (concat(
        p_data->>(p_rule->>'day'), 'T', p_data->>(p_rule->>'ends'),
        p_rule->>'offset'))::timestamptz) * 1000;
    if begins >= ends then return null; end if;
    return (select jsonb_agg(jsonb_build_object(
                'resource', r.key || ':' || (p_data->>r.value), 'from', begins, 'to', ends)
                order by r.key)
            from jsonb_each_text(p_rule->'resources') r
            where p_data->>r.value is not null);
exception when data_exception then
    return null;                                       -- no time that anybody can read
end $$;

-- Let a row claim this, and return whom it now stands beside, by "$claim:resource" (and
-- ":row" behind the first one), or null.  What it claimed before is no news.
drop function sync.take_claims(text, uuid, jsonb, bigint);
create function sync.take_claims(p_tbl text, p_row uuid, p_was jsonb, p_claims jsonb,
                                 p_seq bigint)
returns jsonb language plpgsql set search_path = pg_catalog, sync, pg_temp as $$
declare
    wanted jsonb;
    place int;
    span tstzrange;
    told jsonb;
begin
    delete from sync.claim where tbl = p_tbl and row_id = p_row;
    for wanted in select value from jsonb_array_elements(p_claims) loop
        select resource into place from sync.resource where name = wanted->>'resource';
        if not found then
            insert into sync.resource (name) values (wanted->>'resource')
            returning resource into place;
        end if;
        span := tstzrange(to_timestamp((wanted->>'from')::bigint / 1000.0),
                          to_timestamp((wanted->>'to')::bigint / 1000.0));
        if not coalesce(p_was @> jsonb_build_array(wanted), false) then
            select coalesce(told, '{}') || coalesce(jsonb_object_agg(
                concat_ws(':', '$claim', wanted->>'resource',
                          case when c.nth > 1 then c.row_id end),
                jsonb_build_object('mine', wanted, 'cur', c.row_id, 'tbl', c.tbl,
                                   'seq', c.seq)), '{}')
            into told
            from (select *, row_number() over (order by seq, row_id) as nth
                  from sync.claim where resource = place and during && span
                  and (tbl, row_id) <> (p_tbl, p_row)) c;
        end if;
        insert into sync.claim values (place, span, p_tbl, p_row, p_seq);
    end loop;
    return nullif(told, '{}');
end $$;

-- Bring all claims to what the data and the rules say: after a change of the rules.
create function sync.claim_anew() returns void language plpgsql
set search_path = pg_catalog, sync, pg_temp as $$
begin
    perform from sync.head for update;
    update sync.row_state s set claims = w.claims
    from (select r.tbl, r.row_id, case when not r.deleted then
                 sync.claims_of(r.data, t.rules->'claims') end as claims
          from sync.row_state r left join sync.tbl t using (tbl)
          where r.claims is not null or t.rules ? 'claims') w
    where s.tbl = w.tbl and s.row_id = w.row_id and s.claims is distinct from w.claims;
    insert into sync.resource (name)
    select distinct c->>'resource' from sync.row_state s, jsonb_array_elements(s.claims) c
    on conflict do nothing;
    delete from sync.claim;
    insert into sync.claim
    select r.resource, tstzrange(to_timestamp((c->>'from')::bigint / 1000.0),
                                 to_timestamp((c->>'to')::bigint / 1000.0)),
           s.tbl, s.row_id, s.ver
    from sync.row_state s, jsonb_array_elements(s.claims) c
    join sync.resource r on r.name = c->>'resource';
end $$;

-- Living rows whose data put them in the same place at the same time, each pair once.
create or replace function sync.overlaps() returns table (resource text, a uuid, b uuid)
language sql stable set search_path = pg_catalog, sync, pg_temp as $$
    with wanted as materialized (
        select c->>'resource' as resource, s.row_id,
               int8range((c->>'from')::bigint, (c->>'to')::bigint) as span
        from sync.row_state s join sync.tbl t using (tbl),
             jsonb_array_elements(sync.claims_of(s.data, t.rules->'claims')) c
        where t.rules ? 'claims' and not s.deleted)
    select distinct x.resource, x.row_id, y.row_id
    from wanted x join wanted y
      on y.resource = x.resource and y.row_id > x.row_id and y.span && x.span
$$;

-- Those of them that nobody has decided since they came to stand so.
create function sync.open_overlaps() returns table (resource text, a uuid, b uuid)
language sql stable set search_path = pg_catalog, sync, pg_temp as $$
    select o.* from sync.overlaps() o
    where not coalesce((
        select exists (select from sync.resolution x
                       where x.conflict_seq = l.seq and x.field = r.key)
        from sync.log l, jsonb_each(l.rejected) r
        where l.rejected is not null and l.row_id in (o.a, o.b)
          and r.key in ('$claim:' || o.resource, '$claim:' || o.resource || ':' || o.a,
                        '$claim:' || o.resource || ':' || o.b)
          and (r.value->>'cur')::uuid in (o.a, o.b)
        order by l.seq desc limit 1), false)
$$;

-- Is the patch a step forward of this field from where it stands?
create function sync.is_forward(p_patch jsonb, p_data jsonb, p_field text, p_rules jsonb)
returns bool language sql immutable parallel safe as
$$ select coalesce((p_rules->'rank'->p_field->>(p_patch->>p_field))::int
                 > (p_rules->'rank'->p_field->>(p_data->>p_field))::int, false) $$;

-- What the author had on the screen for a field: what stood when the screen was built,
-- or what the same desk wrote since, whatever became of that.
create function sync.value_seen(cur sync.row_state, p_field text, p_base bigint, p_desk int)
returns jsonb language sql stable set search_path = pg_catalog, sync, pg_temp as
$$ select case when l.accepted ? p_field then l.accepted->p_field
               else l.op::jsonb->'patch'->p_field end
   from sync.log l
   where l.tbl = cur.tbl and l.row_id = cur.row_id and l.kind <> 'r'
     and (l.accepted ? p_field and (l.seq <= p_base or l.desk_id = p_desk)
          or l.rejected ? p_field and l.seq > p_base and l.desk_id = p_desk
             and l.op::jsonb->'patch' ? p_field)
   order by l.seq desc limit 1 $$;

-- Split a patch into what stands and what must be shown.  Fields of a group stand or
-- fall together: where another desk has moved one of them, what is shown is the whole
-- that the author meant, wherever it differs, also in fields that the patch leaves as
-- they were.  A step forward takes its group along.
drop function sync.judge(jsonb, sync.row_state, bigint, int, jsonb);
drop function sync.claims_stand(sync.row_state, jsonb, bigint, int, jsonb);
create function sync.judge(p_patch jsonb, cur sync.row_state, p_base bigint, p_desk int,
                           p_rules jsonb, p_wrote jsonb,
                           out accepted jsonb, out rejected jsonb)
language plpgsql stable set search_path = pg_catalog, sync, pg_temp as $$
begin
    with parts as (                                    -- a group, or a field of its own
        select coalesce(p_rules->'group'->>e.key, '') as grp,
               coalesce(p_rules->'members'->(p_rules->'group'->>e.key),
                        jsonb_build_array(e.key)) as members,
               jsonb_object_agg(e.key, e.value) as patch
        from jsonb_each(p_patch) e group by 1, 2),
    judged as (
        select p.patch, m.rivals, m.rivals is not null and not m.steps as clash
        from parts p cross join lateral (
            select array_agg(f) filter (where not coalesce(p_rules->'last' ? f, false)
                       and sync.newer(sync.stamp(cur.data, cur.fv, f), p_base, p_desk))
                       as rivals,
                   bool_or(sync.is_forward(p.patch, cur.data, f, p_rules)) as steps
            from jsonb_array_elements_text(p.members) f) m),
    shown as (
        select e.key, e.value as mine from judged j, jsonb_each(j.patch) e
        where j.clash and cur.data->e.key is distinct from e.value
        union all
        select f, v.mine from judged j, unnest(j.rivals) f cross join lateral (
            select coalesce(p_wrote->f, sync.value_seen(cur, f, p_base, p_desk)) as mine) v
        where j.clash and not j.patch ? f and v.mine <> cur.data->f)
    select coalesce((select jsonb_object_agg(e.key, e.value)
                     from judged j, jsonb_each(j.patch) e
                     where not j.clash and cur.data->e.key is distinct from e.value), '{}'),
           (select jsonb_object_agg(s.key, jsonb_build_object(
                'mine', s.mine, 'cur', cur.data->s.key,
                'was', sync.value_before(cur, s.key, p_base, p_desk),
                'seq', sync.stamp(cur.data, cur.fv, s.key)->0)) from shown s)
    into accepted, rejected;
end $$;

-- Merge one op into its row: returns what stood and what is shown.
create or replace function sync.merge_by_rules(
    p_op jsonb, p_rules jsonb, p_seq bigint, p_desk int,
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
    stamp jsonb := jsonb_build_array(p_seq, p_desk);
    claims jsonb;
    taken jsonb;
begin
    accepted := '{}';
    select * into cur from sync.row_state s where s.tbl = key_tbl and s.row_id = key_row;
    is_new := not found;
    if is_new then
        cur.data := '{}'; cur.fv := jsonb_build_object('*', stamp); cur.deleted := false;
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
        from sync.judge(patch, cur, base, p_desk, p_rules, p_op->'wrote') j;
    end if;
    if not is_new and accepted = '{}' and kind = 'u' then return; end if;

    cur.data := cur.data || accepted;
    if kind in ('d', 'x') then
        cur.deleted := kind = 'd';
        cur.fv := cur.fv || jsonb_build_object('$del', stamp);
    end if;
    if not is_new and accepted <> '{}' then
        cur.fv := cur.fv || (select jsonb_object_agg(k, stamp)
                             from jsonb_object_keys(accepted) k);
    end if;
    if not cur.deleted then claims := sync.claims_of(cur.data, p_rules->'claims'); end if;
    if claims is distinct from cur.claims then
        taken := sync.take_claims(key_tbl, key_row, cur.claims, claims, p_seq);
        if taken is not null then rejected := coalesce(rejected, '{}') || taken; end if;
    end if;
    insert into sync.row_state as s (tbl, row_id, ver, deleted, data, fv, claims, user_id,
                                     edited_at)
    values (key_tbl, key_row, p_seq, cur.deleted, cur.data, cur.fv, claims,
            p_op->>'user', (p_op->>'at')::bigint)
    on conflict (tbl, row_id) do update
    set ver = excluded.ver, deleted = excluded.deleted, data = excluded.data,
        fv = excluded.fv, claims = excluded.claims, user_id = excluded.user_id,
        edited_at = excluded.edited_at;
    -- Who applied the deletion has the row no more: bring it back whole.
    if kind = 'x' then accepted := cur.data; end if;
end $$;

-- Is the op a plain write of fields, none of which claims anything?
drop function sync.is_plain(jsonb);
create function sync.is_plain(p_op jsonb, p_rules jsonb) returns bool
language sql immutable parallel safe as
$$ select p_op->>'kind' = 'u' and not p_op ? 'again'
          and not coalesce(p_rules->(p_op->>'tbl') ? 'claims' and exists (
              select from jsonb_array_elements_text(p_rules->(p_op->>'tbl')->'claim') f
              where p_op->'patch' ? f), false) $$;

-- Make the rows that plain ops of a push are the first to tell of; which ops those
-- were, in order.  The ops behind them find the rows as if each had come by itself.
drop function sync.make_rows(jsonb[], bigint, int);
create function sync.make_rows(p_ops jsonb[], p_seq bigint, p_desk int, p_rules jsonb)
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
        where t.nth = 1 and sync.is_plain(t.o, p_rules) and not exists (
            select from sync.row_state s where s.tbl = t.tbl and s.row_id = t.row_id)
        returning ver)
    select array_agg(m.ver is not null order by t.i)
    from told t left join made m on m.ver = p_seq + t.i
$$;

-- Is it an op as a desk writes it, but for the names of its fields?  Every desk will
-- have to read it.
create function sync.is_sound(p_op jsonb) returns bool
language sql immutable parallel safe as
$$ select coalesce(case when jsonb_typeof(p_op->'patch') = 'object' then
       p_op->>'kind' in ('u', 'd', 'x', 'r')
       and p_op->>'tbl' ~ '^[A-Za-z_][A-Za-z0-9_]{0,62}$'
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
    made bool[];
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
    elsif exists (select from unnest(ops[skipped + 1:]) o, jsonb_object_keys(o->'patch') k
                  where k !~ '^[A-Za-z_][A-Za-z0-9_]{0,62}$') then
        raise exception 'no name of a field' using errcode = '22023';
    end if;
    told := sync.told_before(ops[skipped + 1:], desk.desk_id);
    made := sync.make_rows(ops[skipped + 1:], head.seq, desk.desk_id, rules);
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
        if rules->(op->>'tbl') ? 'only_added' and not made[i - skipped] and (
               op->>'kind' in ('d', 'x') or op->>'kind' = 'u' and not told[i - skipped]
               and exists (select from sync.row_state r where r.tbl = op->>'tbl'
                           and r.row_id = (op->>'row_id')::uuid)) then
            raise exception 'row is only ever added' using errcode = '22023'; end if;
        digest := sha256(digest || shas[i]);
        if made[i - skipped] then
            stood := op->'patch';
        elsif told[i - skipped] then
            op := op || '{"told": true}';
            stood := null;
        elsif sync.is_plain(op, rules) then
            stood := sync.write_on(op, s, desk.desk_id);
        else
            stood := null;
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

-- A row as the log tells it; null where the log knows no such row.
create or replace function sync.folded(p_tbl text, p_row uuid) returns sync.row_state
language plpgsql stable set search_path = pg_catalog, sync, pg_temp as $$
declare
    told sync.row_state;
    entry record;
    stamp jsonb;
    moved jsonb;
begin
    for entry in select l.seq, l.desk_id, l.kind, l.accepted, l.rejected, l.user_id,
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
        told.user_id := entry.user_id; told.edited_at := entry.edited_at;
    end loop;
    if told.tbl is null then return null; end if;
    if not told.deleted then
        told.claims := sync.claims_of(
            told.data, (select rules->'claims' from sync.tbl where tbl = p_tbl));
    end if;
    return told;
end $$;

-- Build anew what does not show the log in one bucket; tell how many rows that were.
-- The rows it looks at are those of the log and those that are kept.
create or replace function sync.mend(p_tbl text, p_bucket int) returns jsonb
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
            set data = excluded.data, deleted = excluded.deleted, claims = excluded.claims,
                ver = case when row_state.ver between excluded.ver
                                and (select seq from sync.head)
                           then row_state.ver else excluded.ver end;
            perform sync.take_claims(p_tbl, place, told.claims, told.claims, told.ver);
        end loop;
        raise warning 'sync: % rows of % did not show the log and were built anew',
            mended, p_tbl;
    end if;
    return jsonb_build_object('head', (select seq from sync.head), 'mended', mended);
end $$;

-- pull, for the answer that the stick takes back; only a desk with a card gets one.
create or replace function sync.pull_for(p_desk int, p_cursor bigint,
                                         p_limit int default 2000)
returns table (seq bigint, batch bigint, desk_id int, dseq bigint, sha bytea, tbl text,
               row_id uuid, kind text, accepted text, rejected text, user_id text,
               edited_at bigint, schema_ver int, prev bytea, hash bytea)
language plpgsql security definer set search_path = pg_catalog, sync, pg_temp as $$
declare own name := sync.stand_in(p_desk);
begin
    if not exists (select from sync.desk d where d.desk_id = p_desk
                   and d.sign_key is not null and d.box_key is not null) then
        raise exception 'no key of this desk' using errcode = 'SY411'; end if;
    return query select * from sync.pull(p_cursor, p_limit);
    perform sync.step_back(p_desk, own);
end $$;
