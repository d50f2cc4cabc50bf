-- What opens by itself: waves that are due, and lanes that have something which the rooms could take. A lane that is due and can give nothing
-- (no room beside the public's, or its time is over) stood before them in the sweeper's list for ever, until there was no place left in it.

-- How many places the lanes of a time could still give to the public's, as far as its rooms go; none once it has begun.
create function lane_room(wanted_slot uuid) returns integer
language sql stable set search_path = public, pg_temp as $$
  select coalesce((select min(p.capacity + p.overbook) - max(s.capacity + s.withheld + s.overbook)
    from timeslot t join pool s on s.timeslot_id = t.id and s.kind = 'lane' and s.lane = 'public'
    join pool_set u on u.timeslot_id = t.id and u.lane = 'public' and u.is_current
    join pool_set_member m on m.pool_set_id = u.id join pool p on p.id = m.pool_id and p.kind <> 'lane'
   where t.id = wanted_slot and t.state in ('on_sale','closed') and t.starts_at > now()), 0)
$$;

-- As in 0024.
create or replace function open_due(most integer, among bigint[] default null) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare slots uuid[]; locked bigint[];
begin
  if among is null then
    -- Waves first: each is opened once. Yesterday's, for the museum's day may have another name than the database's.
    slots := array(select distinct x.timeslot_id from (
      select p.timeslot_id from pool p where p.opens_at <= now()
         and (p.withheld > 0 or (p.lane <> 'public' and p.visit_date >= current_date - 1 and p.capacity > 0
           and p.capacity + p.overbook > p.held + p.sold and lane_room(p.timeslot_id) > 0))
         and not list_goes_first(p.timeslot_id, p.opens_at)
       order by p.withheld = 0, p.opens_at limit most) x);
  else
    slots := array(select distinct p.timeslot_id from pool a join pool p on p.timeslot_id = a.timeslot_id and p.kind = 'lane'
                    where a.id = any (among) and p.opens_at <= now() and (p.withheld > 0 or p.capacity + p.overbook > p.held + p.sold)
                      and not list_goes_first(p.timeslot_id, p.opens_at));
  end if;
  if cardinality(slots) = 0 then return 0; end if;
  if among is null then
    locked := array(select id from pool where timeslot_id = any (slots) and kind = 'lane' order by id for update);
  else
    locked := array(select id from pool where timeslot_id = any (slots) and kind = 'lane' order by id for update skip locked);
  end if;
  return open_slots(slots, locked);
end $$;

-- As in 0024; of lanes no more than the rooms could take beside what is withheld, so that no page promises what cannot open.
create or replace function due_places(wanted_pool bigint, slot uuid, for_list boolean default false) returns integer
language sql stable set search_path = public, pg_temp as $$
  select (coalesce((select sum(r.places) from pool_release r join pool p on p.id = r.pool_id
                     where r.pool_id = wanted_pool and r.opened_at is null and r.opens_at <= now()
                       and (for_list or not list_goes_first(slot, p.opens_at))), 0)
        + case when g.given > 0 then least(g.given, greatest(0, lane_room(slot))) else 0 end)::integer
    from (select coalesce(sum(least(l.capacity, l.capacity + l.overbook - l.held - l.sold)), 0) as given from pool l
           where l.timeslot_id = slot and l.kind = 'lane' and l.lane <> 'public' and l.opens_at <= now()
             and l.capacity > 0 and l.capacity + l.overbook > l.held + l.sold
             and (for_list or not list_goes_first(slot, l.opens_at))) g
$$;

revoke execute on function lane_room(uuid) from public;
grant execute on function lane_room(uuid) to museum_app;
do $do$
declare name text; planned text;
begin
  foreach name in array array['open_due(integer, bigint[])', 'lane_room(uuid)'] loop
    foreach planned in array array['plan_cache_mode = force_generic_plan', 'enable_seqscan = off', 'enable_hashjoin = off', 'enable_mergejoin = off'] loop
      execute format('alter function %s set %s', name, planned);
    end loop;
  end loop;
end $do$;
