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
