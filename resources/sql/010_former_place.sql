-- A stick letter may still be under way when its desk gives up the place and hands in
-- the same changes under another letter.  What another desk has brought in already, with
-- the same number and the same content to the byte, is kept raw under the old number:
-- that desk's count stays whole, and nothing happens twice.

create function sync.brought_by_other(p_desk int, p_op text) returns bool
language sql stable set search_path = pg_catalog, sync, pg_temp as $$
    select exists (
        select from sync.log l
        where l.tbl = p_op::jsonb->>'tbl'
          and l.row_id = (p_op::jsonb->>'row_id')::uuid
          and l.dseq = (p_op::jsonb->>'dseq')::bigint
          and l.desk_id <> p_desk
          and l.sha = sha256(convert_to(p_op, 'UTF8')))
$$;

-- push, but for what another desk has brought in.
create function sync.push_new(p_desk int, p_ops text[]) returns jsonb language plpgsql
set search_path = pg_catalog, sync, pg_temp as $$
declare
    run text[] := '{}';
    taken int := 0;
    conflicts int := 0;
    op text;
    answer jsonb;
begin
    if not exists (select from unnest(p_ops) o where sync.brought_by_other(p_desk, o)) then
        return sync.push(p_ops);
    end if;
    foreach op in array p_ops || null::text loop
        if op is not null and not sync.brought_by_other(p_desk, op) then
            run := run || op;
            continue;
        end if;
        if run <> '{}' then
            answer := sync.push(run);
            taken := taken + (answer->>'new')::int;
            conflicts := conflicts + (answer->>'conflicts')::int;
            run := '{}';
        end if;
        if op is not null then
            answer := sync.quarantine((op::jsonb->>'dseq')::bigint, op, 'brought by other');
        end if;
    end loop;
    return answer || jsonb_build_object('new', taken, 'conflicts', conflicts);
end $$;

create or replace function sync.push_signed(
    p_desk int, p_epoch text, p_first bigint, p_marks bytea[], p_sign bytea, p_at int,
    p_ops text[], p_error text default null)
returns jsonb language plpgsql security definer
set search_path = pg_catalog, sync, pg_temp as $$
declare
    own name;
    answer jsonb;
begin
    perform sync.must_be_signed(p_desk, convert_to(format(
        'tongtong stick batch:%s:%s:%s:', p_desk, p_epoch, p_first), 'UTF8')
        || (select string_agg(m, ''::bytea order by i)
            from unnest(p_marks) with ordinality u(m, i)), p_sign);
    if exists (select from unnest(p_ops) with ordinality u(t, i)
               where sha256(convert_to(t, 'UTF8')) is distinct from p_marks[p_at + i])
    then raise exception 'not what was signed' using errcode = 'SY401'; end if;
    own := sync.stand_in(p_desk);
    perform sync.same_history(p_epoch);
    if p_error is null then
        answer := sync.push_new(p_desk, p_ops);
    else
        begin                                          -- what push takes is not set aside
            answer := sync.push_new(p_desk, p_ops[1:1]);
        exception when data_exception or integrity_constraint_violation
                  or program_limit_exceeded or sqlstate 'SY407' then
            answer := sync.quarantine(p_first + p_at, p_ops[1], p_error);
        end;
    end if;
    perform sync.step_back(p_desk, own);
    return answer;
end $$;
