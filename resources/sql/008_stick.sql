-- Batches that came on a stick: for the importer's login alone, never for a desk's.
--
-- The importer carries; it cannot write.  What it hands in bears the desk's signature,
-- which is checked here, so that whoever holds the importer's login can still forge no
-- desk.  Then the very functions of the direct way run: for the length of one
-- transaction, under the lock of sync.head, the login stands in for the desk's.

alter table sync.desk add column sign_key bytea, add column box_key bytea;

-- Ed25519 (RFC 8032), as PostgreSQL has none of its own.  A point is extended
-- coordinates X, Y, Z, T; nothing here is secret, so time may tell.
create function sync.le_number(p_bytes bytea) returns numeric
language plpgsql immutable strict parallel safe
set search_path = pg_catalog, sync, pg_temp as $$
declare n numeric := 0;
begin
    for i in reverse length(p_bytes) - 1 .. 0 loop
        n := n * 256 + get_byte(p_bytes, i);
    end loop;
    return n;
end $$;

create function sync.field_power(p_base numeric, p_exponent numeric) returns numeric
language plpgsql immutable strict parallel safe
set search_path = pg_catalog, sync, pg_temp as $$
declare
    p constant numeric :=
        57896044618658097711785492504343953926634992332820282019728792003956564819949;
    base numeric := mod(p_base, p);
    rest numeric := p_exponent;
    power numeric := 1;
begin
    while rest > 0 loop
        if mod(rest, 2) = 1 then power := mod(power * base, p); end if;
        base := mod(base * base, p);
        rest := div(rest, 2);
    end loop;
    return power;
end $$;

create function sync.point_sum(a numeric[], b numeric[]) returns numeric[]
language plpgsql immutable strict parallel safe
set search_path = pg_catalog, sync, pg_temp as $$
declare
    p constant numeric :=
        57896044618658097711785492504343953926634992332820282019728792003956564819949;
    d2 constant numeric := 2 *
        37095705934669439343138083508754565189542113879843219016388785533085940283555;
    k numeric := mod((a[2] - a[1]) * (b[2] - b[1]), p);
    l numeric := mod((a[2] + a[1]) * (b[2] + b[1]), p);
    m numeric := mod(mod(a[4] * b[4], p) * d2, p);
    n numeric := mod(2 * a[3] * b[3], p);
begin
    return array[mod((l - k) * (n - m), p), mod((n + m) * (l + k), p),
                 mod((n - m) * (n + m), p), mod((l - k) * (l + k), p)];
end $$;

-- The negative of the point that a key names; null if it names none.
create function sync.point_against(p_key bytea) returns numeric[]
language plpgsql immutable strict parallel safe
set search_path = pg_catalog, sync, pg_temp as $$
declare
    p constant numeric :=
        57896044618658097711785492504343953926634992332820282019728792003956564819949;
    d constant numeric :=
        37095705934669439343138083508754565189542113879843219016388785533085940283555;
    root constant numeric :=
        19681161376707505956807079304988542015446066515923890162744021073123829784752;
    top constant numeric := p + 19;                    -- 2^255
    told numeric := sync.le_number(p_key);
    y numeric := mod(told, top);
    u numeric := mod(y * y - 1, p);
    v numeric := mod(d * mod(y * y, p) + 1, p);
    v3 numeric := mod(mod(v * v, p) * v, p);
    x numeric;
    off numeric;
begin
    x := mod(mod(u * v3, p) * sync.field_power(
        mod(mod(u * v3, p) * mod(v3 * v, p), p), div(p - 5, 8)), p);
    off := mod(mod(x * x, p) * v, p);
    if mod(off - u, p) <> 0 then
        if mod(off + u, p) <> 0 then return null; end if;
        x := mod(x * root, p);
    end if;
    x := mod(x + p, p);
    if y >= p or (x = 0 and told >= top) then return null; end if;
    if mod(x, 2) = div(told, top) then x := p - x; end if;   -- the other sign: against
    return array[x, y, 1, mod(x * y, p)];
end $$;

create function sync.is_signed(p_key bytea, p_text bytea, p_sign bytea) returns bool
language plpgsql immutable strict parallel safe
set search_path = pg_catalog, sync, pg_temp as $$
declare
    p constant numeric :=
        57896044618658097711785492504343953926634992332820282019728792003956564819949;
    l constant numeric :=
        7237005577332262213973186563042994240857116359379907606001950938285454250989;
    base_x constant numeric :=
        15112221349535400772501151409588531511454012693041857206046113283949847762202;
    base_y constant numeric :=
        46316835694926478169428394003475163141307993866256225615783033603165251855960;
    b numeric[] := array[base_x, base_y, 1, mod(base_x * base_y, p)];
    a numeric[];
    sum_ab numeric[];
    q numeric[] := array[0, 1, 1, 0];
    s numeric;
    h numeric;
    bits int[] := '{}';
    turned numeric;
begin
    if length(p_key) <> 32 or length(p_sign) <> 64 then return false; end if;
    a := sync.point_against(p_key);
    s := sync.le_number(substr(p_sign, 33));
    if a is null or s >= l then return false; end if;
    h := mod(sync.le_number(sha512(substr(p_sign, 1, 32) || p_key || p_text)), l);
    sum_ab := sync.point_sum(a, b);
    while s > 0 or h > 0 loop
        bits := bits || (mod(s, 2) + 2 * mod(h, 2))::int;
        s := div(s, 2); h := div(h, 2);
    end loop;
    for i in reverse coalesce(array_length(bits, 1), 0) .. 1 loop
        q := sync.point_sum(q, q);
        case bits[i]
            when 1 then q := sync.point_sum(q, b);
            when 2 then q := sync.point_sum(q, a);
            when 3 then q := sync.point_sum(q, sum_ab);
            else null;
        end case;
    end loop;
    turned := sync.field_power(mod(q[3] + p, p), p - 2);
    return sync.le_number(substr(p_sign, 1, 32))
        = mod(mod(q[2] * turned, p) + p, p)
        + mod(mod(mod(q[1] * turned, p) + p, p), 2) * (p + 19);
end $$;

-- What the desk signed, or nothing at all.
create function sync.must_be_signed(p_desk int, p_text bytea, p_sign bytea) returns void
language plpgsql stable set search_path = pg_catalog, sync, pg_temp as $$
declare key bytea := (select sign_key from sync.desk
                      where desk_id = p_desk and status = 'active');
begin
    if key is null then
        raise exception 'no key of this desk' using errcode = 'SY411'; end if;
    if not coalesce(sync.is_signed(key, p_text, p_sign), false) then
        raise exception 'signature' using errcode = 'SY401'; end if;
end $$;

-- Let this login stand in for a desk's until step_back; returns the desk's own login.
-- The order of locks is that of push.
create function sync.stand_in(p_desk int) returns name language plpgsql
set search_path = pg_catalog, sync, pg_temp as $$
declare own name;
begin
    perform from sync.head for update;
    select db_role into own from sync.desk
    where desk_id = p_desk and status = 'active' for update;
    if not found then raise exception 'not a desk' using errcode = 'SY403'; end if;
    update sync.desk set db_role = session_user where desk_id = p_desk;
    return own;
end $$;

create function sync.step_back(p_desk int, p_own name) returns void language sql
set search_path = pg_catalog, sync, pg_temp as
$$ update sync.desk set db_role = p_own where desk_id = p_desk $$;

create function sync.same_history(p_epoch text) returns void language plpgsql stable
set search_path = pg_catalog, sync, pg_temp as $$
begin
    if p_epoch <> '' and p_epoch <> (select epoch::text from sync.head) then
        raise exception 'another history' using errcode = 'SY410'; end if;
end $$;

-- What the desk knew when it wrote the file: hello, and where the answer goes.
create function sync.hello_signed(p_desk int, p_greeting text, p_sign bytea)
returns jsonb language plpgsql security definer
set search_path = pg_catalog, sync, pg_temp as $$
declare
    told jsonb;
    own name;
    answer jsonb;
begin
    perform sync.must_be_signed(
        p_desk, convert_to('tongtong stick greeting:' || p_greeting, 'UTF8'), p_sign);
    told := p_greeting::jsonb;
    if (told->>'desk')::int is distinct from p_desk then
        raise exception 'another desk' using errcode = 'SY401'; end if;
    own := sync.stand_in(p_desk);
    perform sync.same_history(told->>'epoch');
    if (told->>'begins')::bigint > (select last_dseq from sync.desk
                                    where desk_id = p_desk) then
        perform sync.begin_after((told->>'begins')::bigint);
    end if;
    answer := sync.hello(
        (told->>'install_id')::uuid, (told->>'acked')::bigint, (told->>'dseq')::bigint,
        (told->>'cursor')::bigint, decode(told->>'cursor_hash', 'hex'),
        (told->>'version')::int);
    perform sync.step_back(p_desk, own);
    return answer || jsonb_build_object('box_key', (
        select encode(box_key, 'hex') from sync.desk where desk_id = p_desk));
end $$;

-- push for a part; or, with p_error, quarantine of its first op if push cannot take it.
-- p_ops are those of a signed batch behind the first p_at; p_marks, what the desk signed,
-- are the sha256 of all of them.
create function sync.push_signed(p_desk int, p_epoch text, p_first bigint,
                                 p_marks bytea[], p_sign bytea, p_at int,
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
        answer := sync.push(p_ops);
    else
        begin                                          -- what push takes is not set aside
            answer := sync.push(p_ops[1:1]);
        exception when data_exception or integrity_constraint_violation
                  or program_limit_exceeded or sqlstate 'SY407' then
            answer := sync.quarantine(p_first + p_at, p_ops[1], p_error);
        end;
    end if;
    perform sync.step_back(p_desk, own);
    return answer;
end $$;

-- pull, for the answer that the stick takes back; only the desk can open it.
create function sync.pull_for(p_desk int, p_cursor bigint, p_limit int default 2000)
returns table (seq bigint, batch bigint, desk_id int, dseq bigint, sha bytea, tbl text,
               row_id uuid, kind text, accepted text, rejected text, user_id text,
               edited_at bigint, schema_ver int, prev bytea, hash bytea)
language plpgsql security definer set search_path = pg_catalog, sync, pg_temp as $$
declare own name := sync.stand_in(p_desk);
begin
    return query select * from sync.pull(p_cursor, p_limit);
    perform sync.step_back(p_desk, own);
end $$;
