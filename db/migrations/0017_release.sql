-- When places come on sale (2.2, 3.7): waves of the public lane, lanes that open to the public, times that sleep until a manager
-- opens them; the line in front of a rush; one more lane, for resellers.

-- rules --------------------------------------------------------------------------------------------------------------------------

-- Waves: [{"share": 80, "daysBefore": 30, "time": "10:00"}, …], shares in per cent that make a whole, times in the museum's zone.
create function is_release_plan(plan jsonb) returns boolean
language sql immutable parallel safe set search_path = public, pg_temp as $$
  select case when jsonb_typeof(plan) <> 'array' then false when plan = '[]' then true else coalesce((
    select bool_and(jsonb_typeof(w) = 'object'
             and coalesce(w ->> 'share' ~ '^\d{1,3}$' and (w ->> 'share')::integer between 1 and 100, false)
             and coalesce(w ->> 'daysBefore' ~ '^\d{1,3}$', false)
             and coalesce(w ->> 'time' ~ '^([01]\d|2[0-3]):[0-5]\d$', false))
       and sum(case when w ->> 'share' ~ '^\d{1,3}$' then (w ->> 'share')::integer else 0 end) = 100
      from jsonb_array_elements(plan) w), false) end
$$;

-- Lanes that open: {"schools": 48, …}, hours before the start.
create function is_lane_opening(plan jsonb) returns boolean
language sql immutable parallel safe set search_path = public, pg_temp as $$
  select case when jsonb_typeof(plan) <> 'object' then false else not exists (
    select 1 from jsonb_each_text(plan) l
     where l.key not in ('schools','desk','official','resellers') or coalesce(l.value !~ '^[1-9]\d{0,3}$', true)) end
$$;

-- A rule's own plan goes before the museum's (settings release_waves, lane_opening_hours); both hold from their date on.
alter table schedule_rule
  add column release_waves jsonb,
  add column lane_opening_hours jsonb,
  add column is_dormant boolean not null default false,
  add constraint schedule_rule_release_waves check (release_waves is null or is_release_plan(release_waves)),
  add constraint schedule_rule_lane_opening check (lane_opening_hours is null or is_lane_opening(lane_opening_hours));
alter table setting add constraint setting_release check (case key
  when 'release_waves' then is_release_plan(value) when 'lane_opening_hours' then is_lane_opening(value) else true end);

-- pools --------------------------------------------------------------------------------------------------------------------------

-- `capacity` is what may be sold now; `withheld` comes with later waves. `opens_at`: the next of these moments, or for a lane that
-- is not the public's, from when on it gives what it does not use to the public's. So pool_room refuses what is not released yet.
alter table pool
  add column withheld integer not null default 0,
  add column opens_at timestamptz,
  add constraint pool_withheld check (withheld >= 0 and (kind = 'lane' or withheld = 0));
create index pool_opens on pool (opens_at) where opens_at is not null;

create table pool_release (
  pool_id bigint not null references pool,
  opens_at timestamptz not null,
  places integer not null constraint pool_release_places check (places > 0),
  opened_at timestamptz,
  primary key (pool_id, opens_at)
);

alter table pool drop constraint pool_lane_check, add constraint pool_lane_check check (lane in ('public','schools','desk','official','resellers'));
alter table pool_set drop constraint pool_set_lane_check,
  add constraint pool_set_lane_check check (lane in ('public','schools','desk','official','resellers','guide'));
alter table orders drop constraint orders_lane_check,
  add constraint orders_lane_check check (lane in ('public','schools','desk','official','resellers'));

-- How many places are on sale is written by these functions alone.
revoke update (capacity) on pool from museum_app;

-- Lays down when the places of new times come on sale: what is due already is on sale at once. A wave that would come after the
-- start goes with the one before it.
create function plan_releases(slots uuid[]) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  with wave as (
    select p.id as pool_id, p.capacity, t.starts_at, w.share,
           ((t.visit_date - w."daysBefore")::timestamp + w.time) at time zone m.time_zone as opens_at
      from pool p join timeslot t on t.id = p.timeslot_id left join schedule_rule r on r.id = t.schedule_rule_id cross join museum m
     cross join lateral jsonb_to_recordset(coalesce(r.release_waves, setting_at('release_waves', t.visit_date), '[]'))
       w(share integer, "daysBefore" integer, time time)
     where p.timeslot_id = any (slots) and p.kind = 'lane' and p.lane = 'public'
  ), timed as (
    select pool_id, capacity, share,
           coalesce(max(opens_at) filter (where opens_at < starts_at) over so_far, '-infinity') as opens_at,
           sum(share) over so_far as share_so_far
      from wave window so_far as (partition by pool_id order by opens_at, share rows unbounded preceding)
  ), counted as (
    select pool_id, opens_at, sum(ceil(capacity * share_so_far / 100.0) - ceil(capacity * (share_so_far - share) / 100.0))::integer as places
      from timed group by 1, 2
  )
  insert into pool_release (pool_id, opens_at, places)
  select pool_id, opens_at, places from counted where opens_at > now() and places > 0;
  update pool p set capacity = p.capacity - r.places, withheld = r.places, opens_at = r.opens_at
    from (select pool_id, sum(places) as places, min(opens_at) as opens_at from pool_release
           where pool_id in (select id from pool where timeslot_id = any (slots)) group by 1) r
   where p.id = r.pool_id;

  update pool p set opens_at = t.starts_at - make_interval(hours => l.value::integer)
    from timeslot t left join schedule_rule r on r.id = t.schedule_rule_id
    cross join lateral jsonb_each_text(coalesce(r.lane_opening_hours, setting_at('lane_opening_hours', t.visit_date), '{}')) l
   where p.timeslot_id = t.id and t.id = any (slots) and p.kind = 'lane' and p.lane = l.key
     and exists (select 1 from pool o where o.timeslot_id = t.id and o.kind = 'lane' and o.lane = 'public');
end $$;

-- Opens what is due by the database's clock: waves come on sale, lanes give what they do not use to the public's, as much as the
-- rooms could take. A second call opens nothing. With pool ids, only what would help one buyer, and without waiting for anybody:
-- that buyer has locked pools of its own already.
create function open_due(most integer, among bigint[] default null) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare slots uuid[]; slot uuid; locked bigint[]; opened integer; shared pool; lane_pool pool; room integer; moved integer;
begin
  if among is null then
    slots := array(select distinct x.timeslot_id from (
      select p.timeslot_id from pool p where p.opens_at <= now() and (p.withheld > 0 or p.capacity + p.overbook > p.held + p.sold)
       order by p.opens_at limit most) x);
  else
    slots := array(select distinct p.timeslot_id from pool a join pool p on p.timeslot_id = a.timeslot_id and p.kind = 'lane'
                    where a.id = any (among) and p.opens_at <= now() and (p.withheld > 0 or p.capacity + p.overbook > p.held + p.sold));
  end if;
  if cardinality(slots) = 0 then return 0; end if;
  if among is null then
    locked := array(select id from pool where timeslot_id = any (slots) and kind = 'lane' order by id for update);
  else
    locked := array(select id from pool where timeslot_id = any (slots) and kind = 'lane' order by id for update skip locked);
  end if;

  with due as (
    update pool_release set opened_at = now() where pool_id = any (locked) and opened_at is null and opens_at <= now() returning pool_id, places
  ), summed as (select pool_id, sum(places)::integer as places from due group by 1)
  update pool p set capacity = p.capacity + d.places, withheld = p.withheld - d.places,
         opens_at = (select min(r.opens_at) from pool_release r where r.pool_id = p.id and r.opened_at is null and r.opens_at > now())
    from summed d where p.id = d.pool_id;
  get diagnostics opened = row_count;

  foreach slot in array slots loop
    select * into shared from pool where timeslot_id = slot and kind = 'lane' and lane = 'public' and id = any (locked);
    continue when not found or not exists (select 1 from timeslot where id = slot and state in ('on_sale','closed') and starts_at > now());
    select min(p.capacity + p.overbook) - shared.capacity - shared.withheld - shared.overbook into room
      from pool_set s join pool_set_member m on m.pool_set_id = s.id join pool p on p.id = m.pool_id
     where s.timeslot_id = slot and s.lane = 'public' and s.is_current and p.kind <> 'lane';
    for lane_pool in select * from pool where timeslot_id = slot and kind = 'lane' and lane <> 'public' and id = any (locked)
                        and opens_at <= now() order by id loop
      moved := least(lane_pool.capacity, lane_pool.capacity + lane_pool.overbook - lane_pool.held - lane_pool.sold, room);
      continue when moved <= 0;
      update pool set capacity = capacity - moved where id = lane_pool.id;
      update pool set capacity = capacity + moved where id = shared.id;
      insert into audit_log (actor_kind, actor_id, action, object_kind, object_id, after)
      values ('system', 'release', 'lane_opened', 'timeslot', slot::text, jsonb_build_object('lane', lane_pool.lane, 'places', moved));
      room := room - moved; opened := opened + 1;
    end loop;
  end loop;
  return opened;
end $$;

-- What of a public lane is due and not opened yet: readers add it, so that a page is right at the moment itself.
create function due_places(wanted_pool bigint, slot uuid) returns integer
language sql stable set search_path = public, pg_temp as $$
  select (coalesce((select sum(places) from pool_release where pool_id = wanted_pool and opened_at is null and opens_at <= now()), 0)
        + coalesce((select sum(greatest(0, least(l.capacity, l.capacity + l.overbook - l.held - l.sold))) from pool l
                     where l.timeslot_id = slot and l.kind = 'lane' and l.lane <> 'public' and l.opens_at <= now()), 0))::integer
$$;

-- As in 0013. Whoever finds no room opens what is due first, and so does the sweeper.
create or replace function release_run_out(most integer, among bigint[] default null) returns integer
language plpgsql set search_path = public, pg_temp as $$
declare run_out uuid[]; opened integer := open_due(most, among);
begin
  select array_agg(id) into run_out from (
    select o.id from orders o
     where o.state in ('held','awaiting_payment','expiring') and o.expires_at < now()
       and not exists (select 1 from payment p where p.order_id = o.id and p.state in ('created','open','processing'))
       and (among is null or exists (select 1 from claim c join pool_set_member m on m.pool_set_id = c.pool_set_id
                                      where c.order_id = o.id and c.state = 'held' and m.pool_id = any (among)))
     order by o.id limit most for update skip locked) r;
  if among is null then opened := 0; end if;
  if run_out is null then return opened; end if;
  update orders set state = 'expiring' where id = any (run_out) and state <> 'expiring';
  update claim set state = 'released' where order_id = any (run_out) and state = 'held';
  update voucher_use set state = 'released' where order_id = any (run_out) and state = 'held';
  update orders set state = 'expired' where id = any (run_out);
  return cardinality(run_out) + opened;
end $$;
do $do$
declare name text; planned text;
begin
  foreach name in array array['release_run_out(integer, bigint[])', 'open_due(integer, bigint[])'] loop
    foreach planned in array array['plan_cache_mode = force_generic_plan', 'enable_seqscan = off', 'enable_hashjoin = off', 'enable_mergejoin = off'] loop
      execute format('alter function %s set %s', name, planned);
    end loop;
  end loop;
end $do$;

-- times that sleep ---------------------------------------------------------------------------------------------------------------

-- A time whose rule is dormant draws on nothing until a manager opens it; one row for each that was.
alter table timeslot drop constraint timeslot_state_check,
  add constraint timeslot_state_check check (state in ('draft','dormant','on_sale','closed','done','cancelling','cancelled'));
insert into allowed_transition (machine, from_state, to_state) values ('timeslot','draft','dormant'), ('timeslot','dormant','draft');
create table slot_opening (
  timeslot_id uuid primary key references timeslot,
  reason text not null constraint slot_opening_reason check (reason in ('demand','guide_available','group','event','other')),
  note text not null constraint slot_opening_note check (length(note) between 3 and 500 and note !~ '[[:cntrl:]]'),
  staff_member_id uuid not null references staff_member,
  at timestamptz not null default now()
);
create index slot_opening_staff on slot_opening (staff_member_id);
create trigger only_added_to before update or delete on slot_opening for each row execute function refuse_change();

create function guard_dormant() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select 1 from slot_opening where timeslot_id = new.id) then
    raise exception 'a dormant time is opened by a manager' using errcode = 'MU015';
  end if;
  return new;
end $$;
create trigger guard_dormant before update of state on timeslot for each row
  when (old.state = 'dormant' and new.state <> 'dormant') execute function guard_dormant();

-- The pools as before; dormant times wait without any, and what is made knows when it comes on sale.
alter function prepare_timeslots(uuid[], jsonb) rename to make_pools;
revoke execute on function make_pools(uuid[], jsonb) from museum_app;
create function prepare_timeslots(ids uuid[], given_lanes jsonb default null) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare drafts uuid[]; prepared integer;
begin
  update timeslot t set state = 'dormant' from schedule_rule r
   where t.id = any (ids) and t.state = 'draft' and r.id = t.schedule_rule_id and r.is_dormant
     and not exists (select 1 from slot_opening o where o.timeslot_id = t.id);
  drafts := array(select id from timeslot where id = any (ids) and state = 'draft');
  prepared := make_pools(drafts, given_lanes);
  perform plan_releases(drafts);
  return prepared;
end $$;

create function open_dormant_slot(wanted uuid, reason text, note text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare who uuid := acting_staff('capacity.override');
begin
  perform 1 from timeslot where id = wanted and state = 'dormant' and starts_at > now() for update;
  if not found then raise exception 'no such dormant time' using errcode = 'MU001'; end if;
  insert into slot_opening (timeslot_id, reason, note, staff_member_id) values (wanted, reason, note, who);
  update timeslot set state = 'draft' where id = wanted;
  perform prepare_timeslots(array[wanted]);
end $$;

-- the line in front of a rush ----------------------------------------------------------------------------------------------------

-- One row: since when visitors wait, and the turn up to which they are let in, in milliseconds of the clock (lib/rush).
create table rush_line (
  id boolean primary key default true constraint rush_line_one check (id),
  opened_at timestamptz,
  serving double precision not null default 0,
  lots_at timestamptz,
  quiet_since timestamptz,
  advanced_at timestamptz not null default now()
);
insert into rush_line default values;
-- What each web process sees of visitors, told once a second while there are any.
create table rush_process (
  name text primary key,
  views_per_second double precision not null,
  inside integer not null,
  told_at timestamptz not null default now()
);
-- How many visitors have their turn in each second.
create table rush_turns (
  turn_second bigint primary key,
  people integer not null
);

-- rights -------------------------------------------------------------------------------------------------------------------------

grant select on pool_release, slot_opening, rush_line, rush_process, rush_turns to museum_app;
grant update on rush_line to museum_app;
grant insert, update, delete on rush_process, rush_turns to museum_app;
revoke execute on function is_release_plan(jsonb), is_lane_opening(jsonb), plan_releases(uuid[]), open_due(integer, bigint[]),
  due_places(bigint, uuid), guard_dormant(), prepare_timeslots(uuid[], jsonb), open_dormant_slot(uuid, text, text) from public;
grant execute on function is_release_plan(jsonb), is_lane_opening(jsonb), open_due(integer, bigint[]), due_places(bigint, uuid),
  prepare_timeslots(uuid[], jsonb), open_dormant_slot(uuid, text, text) to museum_app;
