-- What a desk sends again to a restored server comes later than it was written.  Where
-- the last one stands, it must not pass for the last one: whoever edited the row later
-- has come before it.

alter function sync.merge(jsonb, jsonb, bigint, int) rename to merge_by_rules;

create function sync.merge(p_op jsonb, p_rules jsonb, p_seq bigint, p_desk int,
                           out accepted jsonb, out rejected jsonb)
language plpgsql set search_path = pg_catalog, sync, pg_temp as $$
begin
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
