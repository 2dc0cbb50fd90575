-- Counts each row that B's calls write on the server, before and after it is written and
-- once more at the commit; at one of these moments something happens.
create schema moments;
create sequence moments.passed;      -- goes on counting when what it counted is undone
create table moments.plan (at bigint not null, what text not null, pid int not null);
insert into moments.plan values (0, '', 0);

create function moments.pass() returns trigger language plpgsql security definer as $$
declare
    plan moments.plan;
begin
    select * into plan from moments.plan;
    if plan.what <> '' and nextval('moments.passed') = plan.at then
        case plan.what
            when 'kill' then
                perform pg_terminate_backend(pg_backend_pid());
                perform pg_sleep(60);     -- it ends here
            when 'crash' then
                begin
                    execute format('copy (select) to program %L', 'kill -QUIT ' || plan.pid);
                exception when others then null;  -- the program may fall with the server
                end;
                perform pg_sleep(60);
            else
                raise exception 'it happens' using errcode = plan.what;
        end case;
    end if;
    return coalesce(new, old);
end $$;

do $$
declare
    name text;
begin
    foreach name in array '{desk,log,batch,row_state,claim,resolution,head}'::text[] loop
        execute format('create trigger a_moment before insert or update or delete on sync.%I
                        for each row execute function moments.pass()', name);
        execute format('create trigger z_moment after insert or update or delete on sync.%I
                        for each row execute function moments.pass()', name);
        execute format('create constraint trigger zz_moment after insert or update on sync.%I
                        deferrable initially deferred
                        for each row execute function moments.pass()', name);
    end loop;
end $$;
