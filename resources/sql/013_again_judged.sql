-- A change that a restored server is told twice happens once, as before, if it wrote
-- fields.  A deletion or a bringing back is judged each time: the log tells every desk
-- to carry it out unless the verdict says otherwise, and the first one may have been
-- refused.  Nothing that was deleted meanwhile comes back by being told again.

create function sync.told_by_other(p_op jsonb, p_desk int) returns bool
language sql stable set search_path = pg_catalog, sync, pg_temp as $$
    select exists (
        select from sync.log l
        where l.tbl = p_op->>'tbl' and l.row_id = (p_op->>'row_id')::uuid
          and l.desk_id <> p_desk and l.kind = p_op->>'kind'
          and l.edited_at = (p_op->>'at')::bigint
          and l.user_id is not distinct from p_op->>'user'
          and l.op::jsonb->'patch' is not distinct from p_op->'patch')
$$;

create or replace function sync.merge(p_op jsonb, p_rules jsonb, p_seq bigint, p_desk int,
                                      out accepted jsonb, out rejected jsonb)
language plpgsql set search_path = pg_catalog, sync, pg_temp as $$
declare
    stood sync.row_state;
begin
    if not p_op ? 'again' then
        select m.accepted, m.rejected into accepted, rejected
        from sync.merge_by_rules(p_op, p_rules, p_seq, p_desk) m;
        return;
    end if;
    select * into stood from sync.row_state s
    where s.tbl = p_op->>'tbl' and s.row_id = (p_op->>'row_id')::uuid;
    if p_op->>'kind' = 'u' and sync.told_by_other(p_op, p_desk) then
        accepted := '{}';
        return;
    elsif p_op->>'kind' = 'x' and stood.deleted and sync.told_by_other(p_op, p_desk) then
        accepted := '{}';
        rejected := jsonb_build_object('$deleted', jsonb_build_object(
            'mine', coalesce(p_op->'patch', '{}'), 'seq', stood.fv->'$del'->0));
        return;
    elsif p_op ? 'patch' and stood.edited_at > (p_op->>'at')::bigint then
        p_op := jsonb_set(p_op, '{patch}', (p_op->'patch') - array(
            select jsonb_object_keys(coalesce(p_rules->'last', '{}'))));
    end if;
    select m.accepted, m.rejected into accepted, rejected
    from sync.merge_by_rules(p_op, p_rules, p_seq, p_desk) m;
end $$;
