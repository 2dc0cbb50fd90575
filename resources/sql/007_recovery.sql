-- What a desk asks when its memory and this history do not fit: how far both agree,
-- which of its changes are here, and from which number it goes on counting.

-- The last of these batch ends that this history has too; 0 if it has none.  The hash
-- proves everything before it.
create function sync.common(p_seqs bigint[], p_hashes bytea[]) returns bigint
language plpgsql stable security definer set search_path = pg_catalog, sync, pg_temp as $$
begin
    perform sync.me();
    return (select coalesce(max(b.seq_to), 0)
            from unnest(p_seqs, p_hashes) u(seq, hash)
            join sync.batch b on b.seq_to = u.seq and b.hash = u.hash);
end $$;

-- Which of these ops of a desk the log holds with the same content.  Another desk's
-- number may be asked for: whoever was that desk before knows the fingerprints.
create function sync.held(p_desk int, p_dseqs bigint[], p_shas bytea[]) returns bigint[]
language plpgsql stable security definer set search_path = pg_catalog, sync, pg_temp as $$
begin
    perform sync.me();
    return (select coalesce(array_agg(u.dseq), '{}')
            from unnest(p_dseqs, p_shas) u(dseq, sha)
            join sync.log l on l.desk_id = p_desk and l.dseq = u.dseq and l.sha = u.sha);
end $$;

-- A machine that was another desk goes on counting, so that none of its numbers is
-- ever given twice.  Only before the desk's first op.
create function sync.begin_after(p_dseq bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog, sync, pg_temp as $$
declare me sync.desk := sync.me();
begin
    perform from sync.head for update;                 -- no push of this desk meanwhile
    update sync.desk set last_dseq = greatest(last_dseq, p_dseq)
    where desk_id = me.desk_id
      and not exists (select from sync.log l where l.desk_id = me.desk_id);
    return (select last_dseq from sync.desk where desk_id = me.desk_id);
end $$;

-- How many ops at the front are repeats; a repeat with other content is a fork, also
-- where the server could not take the first one.
create or replace function sync.known(p_desk sync.desk, p_ops jsonb[], p_shas bytea[])
returns int language plpgsql stable set search_path = pg_catalog, sync, pg_temp as $$
declare
    repeats int;
    strangers int;
begin
    select count(*), count(*) filter (where not exists (
               select from sync.log l where l.desk_id = p_desk.desk_id
               and l.dseq = (u.o->>'dseq')::bigint and l.sha = u.sha))
    into repeats, strangers
    from unnest(p_ops, p_shas) u(o, sha)
    where (u.o->>'dseq')::bigint <= p_desk.last_dseq;
    if strangers > 0 then raise exception 'fork' using errcode = 'SY409'; end if;
    return repeats;
end $$;
