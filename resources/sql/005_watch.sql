-- What the administrator's check asks; no desk may call these.

-- The first batch whose link does not follow from the ops it holds, or null.
create function sync.chain_fault() returns bigint language plpgsql stable
set search_path = pg_catalog, sync, pg_temp as $$
declare
    link sync.batch;
    running bytea := '\x00';
    entry record;
    expected bigint := 1;
begin
    for link in select * from sync.batch order by batch loop
        if link.prev <> running or link.seq_from <> expected then return link.batch; end if;
        for entry in select seq, sha, sha = sha256(convert_to(op, 'UTF8')) as true_copy
                     from sync.log where seq between link.seq_from and link.seq_to
                     order by seq loop
            if entry.seq <> expected or not entry.true_copy then return link.batch; end if;
            running := sha256(running || entry.sha);
            expected := expected + 1;
        end loop;
        if running <> link.hash or expected <> link.seq_to + 1 then
            return link.batch;
        end if;
    end loop;
    if (select (seq, hash) from sync.head) <> (expected - 1, running) then
        return (select head.batch from sync.head);
    end if;
    return null;
end $$;

-- Living rows whose claims cover the same place at the same time, each pair once.
create function sync.overlaps() returns table (resource text, a uuid, b uuid)
language sql stable set search_path = pg_catalog, sync, pg_temp as $$
    with wanted as materialized (
        select c->>'resource' as resource, s.row_id,
               int8range((c->>'from')::bigint, (c->>'to')::bigint) as span
        from sync.row_state s, jsonb_array_elements(s.claims) c
        where s.claims is not null and not s.deleted)
    select distinct x.resource, x.row_id, y.row_id
    from wanted x join wanted y
      on y.resource = x.resource and y.row_id > x.row_id and y.span && x.span
$$;
