-- Places in the calendar.  Both bookings live; the one that arrives later holds
-- nothing and is shown.  First to arrive is only the holder, not the winner.

-- Replace what a row claims.  Returns what could not be had, by "$claim:resource",
-- or null.
create function sync.take_claims(p_tbl text, p_row uuid, p_claims jsonb, p_seq bigint)
returns jsonb language plpgsql
set search_path = pg_catalog, sync, pg_temp as $$
declare
    wanted jsonb;
    place int;
    span tstzrange;
    holder sync.claim;
    taken jsonb;
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
        insert into sync.claim values (place, span, p_tbl, p_row, p_seq)
        on conflict do nothing;
        continue when found;
        select * into holder from sync.claim
        where resource = place and during && span
        order by (tbl, row_id) = (p_tbl, p_row), during limit 1;
        continue when holder.tbl = p_tbl and holder.row_id = p_row;
        taken := coalesce(taken, '{}') || jsonb_build_object(
            '$claim:' || (wanted->>'resource'),
            jsonb_build_object('mine', wanted, 'cur', holder.row_id,
                               'tbl', holder.tbl, 'seq', holder.seq));
    end loop;
    return taken;
end $$;
