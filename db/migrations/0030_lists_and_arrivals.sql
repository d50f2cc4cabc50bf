-- A group on the way and on the day (requirements 6.7, 6.8, 6.10, 7.2, 7.6, 10.1): its list of names, its timeline, its arrival in parts.
-- SQLSTATE of our own: MU040 a name, a step or an arrival that may not be.

-- names ----------------------------------------------------------------------------------------------------------------------------

-- Nobody's name stands here that the security post does not need, nor more of it than it needs, nor after the purge.
create function guard_visit_name() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare fields text[]; purged timestamptz;
begin
  select p.list_fields, v.purged_at into fields, purged from group_visit v join product p on p.id = v.product_id where v.id = new.visit_id;
  if purged is not null or not 'name' = any (fields) or (new.birth_year is not null and not 'birth_year' = any (fields))
     or (new.document is not null and not 'document' = any (fields)) then
    raise exception 'more than the list needs' using errcode = 'MU040', constraint = 'list_fields';
  end if;
  return new;
end $$;
create trigger guard_visit_name before insert or update on visit_name for each row execute function guard_visit_name();

create function guard_visit_file() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select 1 from group_visit where id = new.visit_id and purged_at is not null) then
    raise exception 'this visit is purged' using errcode = 'MU040', constraint = 'visit_purged';
  end if;
  return new;
end $$;
create trigger guard_visit_file before insert on visit_file for each row execute function guard_visit_file();

-- Purged is what holds nothing any more, and stays so.
alter table group_visit add constraint group_visit_purged check (purged_at is null or (leader_phone is null and access_needs is null));
create function guard_purge() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.purged_at is null and old.purged_at is not null
     or exists (select 1 from visit_name where visit_id = new.id) or exists (select 1 from visit_file where visit_id = new.id and kind = 'letter') then
    raise exception 'not purged' using errcode = 'MU040', constraint = 'visit_purged';
  end if;
  return new;
end $$;
create trigger guard_purge before update of purged_at on group_visit for each row when (new.purged_at is distinct from old.purged_at)
  execute function guard_purge();
create index group_visit_to_purge on group_visit (made_at) where purged_at is null and state <> 'draft';

-- the timeline ------------------------------------------------------------------------------------------------------------------------

-- A step that is done is done, unless the visit has moved and the step lies ahead again.
create function guard_step() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  if old.done_at is not null and (new.done_at is distinct from old.done_at or new.outcome is distinct from old.outcome)
     and (new.done_at is not null or new.due_at <= now()) then
    raise exception 'each step once' using errcode = 'MU040', constraint = 'step_once';
  end if;
  return new;
end $$;
create trigger guard_step before update on visit_step for each row execute function guard_step();

-- arrival -----------------------------------------------------------------------------------------------------------------------------

-- The sub-group that the desk sent this part to; null: by start time.
alter table admission add column sub_group_id uuid references sub_group;
create index admission_sub_group on admission (sub_group_id) where sub_group_id is not null;

-- With whom each part of a party goes: written by the database alone.
create table sub_group_arrival (
  admission_id bigint not null references admission,
  sub_group_id uuid not null references sub_group,
  people smallint not null check (people between 1 and 500),
  primary key (admission_id, sub_group_id) deferrable initially immediate
);
create index sub_group_arrival_of on sub_group_arrival (sub_group_id);

-- A part of a party has come: it fills the sub-group that was chosen, then those that begin first and are not lost by lateness; the visit
-- says so in the same step. More than were booked, by a person's decision, go with the chosen or the last one.
create function place_arrival() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare v group_visit; k ticket; remaining integer := new.people; part integer; last_one uuid; late interval; g record;
begin
  select * into k from ticket where id = new.ticket_id;
  select * into v from group_visit where order_id = k.order_id;
  if not found then
    if new.sub_group_id is not null then raise exception 'nobody’s sub-group' using errcode = 'MU040', constraint = 'arrival_sub_group'; end if;
    return null;
  end if;
  if new.sub_group_id is not null and not exists (select 1 from sub_group where id = new.sub_group_id and plan_id = v.plan_id) then
    raise exception 'another party’s sub-group' using errcode = 'MU040', constraint = 'arrival_sub_group';
  end if;
  select make_interval(mins => coalesce((setting_at('late_shortened_minutes', t.visit_date))::integer, 30)) into late from timeslot t where t.id = k.timeslot_id;
  for g in select s.id, s.people - coalesce((select sum(a.people) from sub_group_arrival a where a.sub_group_id = s.id), 0) as room
             from sub_group s join timeslot t on t.id = s.timeslot_id where s.plan_id = v.plan_id
            order by (s.id is not distinct from new.sub_group_id) desc, t.starts_at + late < new.admitted_at, t.starts_at, s.no loop
    part := case when new.is_override and new.sub_group_id = g.id then remaining else least(remaining, greatest(g.room, 0)) end;
    if part > 0 then insert into sub_group_arrival (admission_id, sub_group_id, people) values (new.id, g.id, part); end if;
    remaining := remaining - part;
    last_one := g.id;
  end loop;
  if remaining > 0 then
    update sub_group_arrival set people = people + remaining where admission_id = new.id and sub_group_id = last_one;
    if not found then insert into sub_group_arrival (admission_id, sub_group_id, people) values (new.id, last_one, remaining); end if;
  end if;
  if v.state = 'rescheduled' then
    -- They are here: what else was offered is not needed.
    perform end_group_offer(id, 'withdrawn', 'confirmed') from group_offer where visit_id = v.id and state = 'open';
    select * into v from group_visit where id = v.id;
  end if;
  select * into k from ticket where id = new.ticket_id;
  if v.state in ('confirmed','names_due','list_sent','list_cleared','ready') or (v.state = 'part_arrived' and k.admitted_people >= k.party_size) then
    update group_visit set state = case when k.admitted_people >= k.party_size then 'arrived' else 'part_arrived' end where id = v.id;
  end if;
  return null;
end $$;
create trigger place_arrival after insert on admission for each row execute function place_arrival();

-- Two sub-groups change places: each gets the other's time and guide, in one step, or nothing is changed. The times and their guides
-- stay; who comes to them is exchanged. Of two visits of the same programme, language and day, too.
create function swap_sub_groups(one uuid, other uuid) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare a sub_group; b sub_group; va group_visit; vb group_visit; v group_visit; first_slot uuid;
begin
  perform 1 from group_visit where plan_id in (select plan_id from sub_group where id in (one, other)) order by id for update;
  perform 1 from orders where id in (select order_id from group_visit where plan_id in (select plan_id from sub_group where id in (one, other))) order by id
    for no key update;
  perform lock_visit_pools(array(select timeslot_id from sub_group where id in (one, other)));
  select * into a from sub_group where id = one and is_live for update;
  select * into b from sub_group where id = other and is_live for update;
  select * into va from group_visit where plan_id = a.plan_id;
  select * into vb from group_visit where plan_id = b.plan_id;
  if a.id is null or b.id is null or a.id = b.id or va.id is null or vb.id is null
     or va.state not in ('confirmed','names_due','list_sent','list_cleared','ready','part_arrived','arrived')
     or vb.state not in ('confirmed','names_due','list_sent','list_cleared','ready','part_arrived','arrived')
     or exists (select 1 from timeslot where id in (a.timeslot_id, b.timeslot_id) and ends_at <= now())
     or exists (select 1 from tour_report where timeslot_id in (a.timeslot_id, b.timeslot_id) and started_at is not null) then
    raise exception 'nothing to exchange' using errcode = 'MU030', constraint = 'visit_state';
  end if;
  if va.id <> vb.id and ((va.product_id, va.tour_language, va.has_own_guide) is distinct from (vb.product_id, vb.tour_language, vb.has_own_guide)
     or (select count(distinct visit_date) from timeslot where id in (a.timeslot_id, b.timeslot_id)) <> 1) then
    raise exception 'too unlike' using errcode = 'MU040', constraint = 'swap_unlike';
  end if;
  update sub_group set no = 30000 where id = a.id;
  update sub_group set plan_id = a.plan_id, no = a.no, people = a.people, adults = a.adults where id = b.id;
  update sub_group set plan_id = b.plan_id, no = b.no, people = b.people, adults = b.adults where id = a.id;
  -- What is given up first, so that one may grow where the other shrinks.
  update claim c set quantity = g.people from sub_group g, pool_set s
   where g.id in (a.id, b.id) and c.sub_group_id = g.id and s.id = c.pool_set_id and s.lane <> 'guide' and c.state = 'sold' and c.quantity > g.people;
  update claim c set quantity = g.people from sub_group g, pool_set s
   where g.id in (a.id, b.id) and c.sub_group_id = g.id and s.id = c.pool_set_id and s.lane <> 'guide' and c.state = 'sold' and c.quantity < g.people;
  update sub_group_arrival set sub_group_id = case sub_group_id when a.id then b.id else a.id end where sub_group_id in (a.id, b.id);
  if va.id <> vb.id then
    for v in select * from group_visit where id in (va.id, vb.id) order by id loop
      select g.timeslot_id into first_slot from sub_group g join timeslot t on t.id = g.timeslot_id where g.plan_id = v.plan_id order by t.starts_at, g.no limit 1;
      perform set_config('museum.applying_change', v.order_id::text, true);
      update order_line set timeslot_id = first_slot where order_id = v.order_id and timeslot_id <> first_slot;
      update ticket set timeslot_id = first_slot where order_id = v.order_id and state <> 'revoked' and timeslot_id <> first_slot;
    end loop;
    perform set_config('museum.applying_change', '', true);
  end if;
end $$;

-- rights ------------------------------------------------------------------------------------------------------------------------------

grant select on sub_group_arrival to museum_app;
revoke execute on function guard_visit_name(), guard_visit_file(), guard_purge(), guard_step(), place_arrival(), swap_sub_groups(uuid, uuid) from public;
grant execute on function swap_sub_groups(uuid, uuid) to museum_app;

-- What runs at every admission goes by keys, whatever the size of the tables was when it was planned (0010).
do $do$
declare planned text;
begin
  foreach planned in array array['plan_cache_mode = force_generic_plan', 'enable_seqscan = off', 'enable_hashjoin = off', 'enable_mergejoin = off'] loop
    execute format('alter function place_arrival() set %s', planned);
  end loop;
end $do$;
