-- What a restored server has lost may be remembered twice: by a desk and by a copy of it
-- that has become another desk since.  Each sends it again under its own name; the second
-- time nothing happens.  It is the same change if the same person did the same to the
-- same row at the same millisecond.

create or replace function sync.merge(p_op jsonb, p_rules jsonb, p_seq bigint, p_desk int,
                                      out accepted jsonb, out rejected jsonb)
language plpgsql set search_path = pg_catalog, sync, pg_temp as $$
begin
    if p_op ? 'again' and exists (
            select from sync.log l
            where l.tbl = p_op->>'tbl' and l.row_id = (p_op->>'row_id')::uuid
              and l.desk_id <> p_desk and l.kind = p_op->>'kind'
              and l.edited_at = (p_op->>'at')::bigint
              and l.user_id is not distinct from p_op->>'user'
              and l.op::jsonb->'patch' is not distinct from p_op->'patch') then
        accepted := '{}';
        return;
    end if;
    if p_op ? 'again' and p_op ? 'patch' and exists (
            select from sync.row_state s
            where s.tbl = p_op->>'tbl' and s.row_id = (p_op->>'row_id')::uuid
              and s.edited_at > (p_op->>'at')::bigint) then
        p_op := jsonb_set(p_op, '{patch}', (p_op->'patch') - array(
            select jsonb_object_keys(coalesce(p_rules->'last', '{}'))));
    end if;
    select m.accepted, m.rejected into accepted, rejected
    from sync.merge_by_rules(p_op, p_rules, p_seq, p_desk) m;
end $$;
