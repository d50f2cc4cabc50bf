-- What comes on sale later goes first to those who wait for it (2.2, 3.5); what was promised of a lane is remembered; visitors are
-- forgotten by the date of their visit, with counts kept (10.1).

-- who waits goes first -----------------------------------------------------------------------------------------------------------

-- `promised`: what the rule gave the lane when its time was made. `given`: what it has given to other lanes since, less than none for
-- who received it. So capacity + withheld + given = promised, for ever (I24). `opened_at`: when something of it last came on sale.
alter table pool
  add column promised integer,
  add column given integer not null default 0,
  add column opened_at timestamptz;
update pool set promised = capacity + withheld where kind = 'lane';
create index pool_opened on pool (opened_at) where opened_at is not null;
create index pool_release_due on pool_release (opens_at) where opened_at is null;

-- Whether what is due of a time is kept for those who wait for it until they were asked: somebody waits for it who could still be
-- offered it, and it is due no longer than the seconds of the setting, four minutes at most. Not the first wave: nobody was turned
-- away before, so the list is no way around the line of that moment.
create function list_goes_first(wanted_slot uuid, due_at timestamptz) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select case when due_at > now() - make_interval(secs => least(240, coalesce((setting_at('waiting_first_seconds', current_date))::integer, 60))) then exists (
    select 1 from timeslot t join product r on r.id = t.product_id and r.is_sold_online and r.is_active
      join pool p on p.timeslot_id = t.id and p.kind = 'lane' and p.lane = 'public' and (p.capacity + p.overbook > 0 or p.withheld = 0)
      join waiting_wish w on w.product_id = t.product_id and w.visit_date = t.visit_date and w.is_live and t.start_time between w.from_time and w.until_time
      join waiting_entry e on e.id = w.entry_id and e.state = 'waiting'
       and (e.tour_languages is null or t.language is null or t.language = any (e.tour_languages))
     where t.id = wanted_slot and t.state = 'on_sale' and offer_expiry(t) is not null) else false end
$$;

-- Opens what is due of these times, whose lanes among `locked` are locked by the caller.
create function open_slots(slots uuid[], locked bigint[]) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare slot uuid; opened integer; shared pool; lane_pool pool; room integer; moved integer;
begin
  with due as (
    update pool_release set opened_at = now() where pool_id = any (locked) and opened_at is null and opens_at <= now() returning pool_id, places
  ), summed as (select pool_id, sum(places)::integer as places from due group by 1)
  update pool p set capacity = p.capacity + d.places, withheld = p.withheld - d.places, opened_at = now(),
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
      update pool set capacity = capacity - moved, given = given + moved where id = lane_pool.id;
      update pool set capacity = capacity + moved, given = given - moved, opened_at = now() where id = shared.id;
      insert into audit_log (actor_kind, actor_id, action, object_kind, object_id, after)
      values ('system', 'release', 'lane_opened', 'timeslot', slot::text, jsonb_build_object('lane', lane_pool.lane, 'places', moved));
      room := room - moved; opened := opened + 1;
    end loop;
  end loop;
  return opened;
end $$;

-- As in 0017, without what is kept for those who wait.
create or replace function open_due(most integer, among bigint[] default null) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare slots uuid[]; locked bigint[];
begin
  if among is null then
    slots := array(select distinct x.timeslot_id from (
      select p.timeslot_id from pool p where p.opens_at <= now() and (p.withheld > 0 or p.capacity + p.overbook > p.held + p.sold)
         and not list_goes_first(p.timeslot_id, p.opens_at)
       order by p.opens_at limit most) x);
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

-- Opens what is due of one time for those who wait: called in the transaction that makes their offers, so that nobody comes between.
-- Locks all that the offers will need, in the order that everybody keeps.
create function open_for_list(wanted_slot uuid) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare ids bigint[];
begin
  ids := array(select m.pool_id from pool_set s join pool_set_member m on m.pool_set_id = s.id
                where s.timeslot_id = wanted_slot and s.lane = 'public' and s.is_current
               union select id from pool where timeslot_id = wanted_slot and kind = 'lane');
  perform 1 from pool where id = any (ids) order by id for update;
  return open_slots(array[wanted_slot], ids);
end $$;

-- As in 0017: what of a public lane is due and not opened yet; for readers without what is kept for those who wait.
drop function due_places(bigint, uuid);
create function due_places(wanted_pool bigint, slot uuid, for_list boolean default false) returns integer
language sql stable set search_path = public, pg_temp as $$
  select (coalesce((select sum(r.places) from pool_release r join pool p on p.id = r.pool_id
                     where r.pool_id = wanted_pool and r.opened_at is null and r.opens_at <= now()
                       and (for_list or not list_goes_first(slot, p.opens_at))), 0)
        + coalesce((select sum(greatest(0, least(l.capacity, l.capacity + l.overbook - l.held - l.sold))) from pool l
                     where l.timeslot_id = slot and l.kind = 'lane' and l.lane <> 'public' and l.opens_at <= now()
                       and l.capacity > 0 and l.capacity + l.overbook > l.held + l.sold
                       and (for_list or not list_goes_first(slot, l.opens_at))), 0))::integer
$$;

-- As in 0017; what a lane was promised is written down before its waves are.
create or replace function prepare_timeslots(ids uuid[], given_lanes jsonb default null) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare drafts uuid[]; prepared integer;
begin
  update timeslot t set state = 'dormant' from schedule_rule r
   where t.id = any (ids) and t.state = 'draft' and r.id = t.schedule_rule_id and r.is_dormant
     and not exists (select 1 from slot_opening o where o.timeslot_id = t.id);
  drafts := array(select id from timeslot where id = any (ids) and state = 'draft');
  prepared := make_pools(drafts, given_lanes);
  update pool set promised = capacity where timeslot_id = any (drafts) and kind = 'lane';
  perform plan_releases(drafts);
  return prepared;
end $$;

-- forgetting visitors ------------------------------------------------------------------------------------------------------------

-- What is still there to forget, and nothing else, stands in these.
create index orders_contact on orders (created_at, id) where email is not null or contact_name is not null or phone is not null;
create index orders_needs on orders (id) where access_needs is not null;
create index ticket_named on ticket (order_id) where holder_name is not null;
create index message_loose on message (queued_at) where order_id is null and recipient <> '';

-- An address is taken off a mail that was sent or given up, too.
alter table message drop constraint message_recipient_known,
  add constraint message_recipient_known check (recipient <> '' or state <> 'queued');

-- The last day on which anybody of an order was to come; none where it is for no time.
create function last_visit(wanted_order uuid) returns date
language sql stable set search_path = public, pg_temp as $$
  select max(t.visit_date) from timeslot t where t.id in (
    select timeslot_id from order_line where order_id = wanted_order union select timeslot_id from ticket where order_id = wanted_order)
$$;

-- Today in the museum, less so many.
create function museum_days_ago(days interval) returns date
language sql stable set search_path = public, pg_temp as $$
  select ((now() at time zone coalesce((select time_zone from museum limit 1), 'UTC')) - days)::date
$$;

-- Forgets who came to visits that are over for the days of the setting: names of visitors, names on tickets, needs of the party. Orders
-- that somebody works on are left for the next time. Gives the number of orders; the audit log has the counts.
create function forget_names(most integer) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare until date := museum_days_ago(make_interval(days => coalesce((setting_at('names_kept_days', current_date))::integer, 7)));
  due uuid[]; names integer; holders integer; needs integer;
begin
  due := array(select id from orders where id in (
      (select order_id from visitor_name where last_visit(order_id) < until limit most)
      union (select order_id from ticket where holder_name is not null and last_visit(order_id) < until limit most)
      union (select id from orders where access_needs is not null and last_visit(id) < until limit most))
    order by id limit most for no key update skip locked);
  -- Somebody may have been quicker until they were locked.
  due := array(select o.id from orders o where o.id = any (due) and (o.access_needs is not null
      or exists (select 1 from visitor_name where order_id = o.id) or exists (select 1 from ticket where order_id = o.id and holder_name is not null)));
  if cardinality(due) = 0 then return 0; end if;
  delete from visitor_name where order_id = any (due);
  get diagnostics names = row_count;
  update ticket set holder_name = null where order_id = any (due) and holder_name is not null;
  get diagnostics holders = row_count;
  update orders set access_needs = null where id = any (due) and access_needs is not null;
  get diagnostics needs = row_count;
  insert into audit_log (actor_kind, actor_id, action, object_kind, after) values ('system', 'forget', 'names_forgotten', 'visitors',
    jsonb_build_object('orders', cardinality(due), 'names', names, 'tickets', holders, 'needs', needs, 'visitsBefore', until));
  return cardinality(due);
end $$;

-- Forgets how visitors could be reached whose visit is over for the months of the setting: address, name and telephone, to whom mails
-- went, what they wrote to the museum, by which address a voucher is known. Goes through the orders that still have any, in the order in which they were
-- made, `most` at a time from the one given; an order is never younger than its visit. Money that is not settled keeps its order.
create function forget_contacts(most integer, from_at timestamptz default '-infinity', from_id uuid default null)
returns table (seen integer, forgotten integer, last_at timestamptz, last_id uuid)
language plpgsql security definer set search_path = public, pg_temp as $$
declare until date := museum_days_ago(make_interval(months => coalesce((setting_at('contacts_kept_months', current_date))::integer, 24)));
  page uuid[]; due uuid[]; mails integer; letters integer;
begin
  page := array(select id from orders
    where (email is not null or contact_name is not null or phone is not null) and created_at < until + 1
      and (created_at, id) > (from_at, coalesce(from_id, '00000000-0000-0000-0000-000000000000'))
    order by created_at, id limit most);
  due := array(select id from orders where id = any (page) and last_visit(id) < until and (email is not null or contact_name is not null or phone is not null)
      and state not in ('held','awaiting_payment','expiring','refund_pending','disputed') order by id for no key update skip locked);
  update orders set email = null, contact_name = null, phone = null, access_needs = null where id = any (due);
  update message set recipient = '' where order_id = any (due) and recipient <> '' and state <> 'queued';
  get diagnostics mails = row_count;
  delete from help_request where order_id = any (due);
  get diagnostics letters = row_count;
  update voucher_use set email_key = null where order_id = any (due) and email_key is not null;
  if cardinality(due) > 0 then
    insert into audit_log (actor_kind, actor_id, action, object_kind, after) values ('system', 'forget', 'contacts_forgotten', 'visitors',
      jsonb_build_object('orders', cardinality(due), 'mails', mails, 'letters', letters, 'visitsBefore', until));
  end if;
  return query select cardinality(page), cardinality(due), o.created_at, o.id from (select page[cardinality(page)] as id) x left join orders o on o.id = x.id;
end $$;

-- Forgets to whom mails went that belong to no order (the waiting list, lost tickets), the days of the setting after they were written.
create function forget_recipients(most integer) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare mails integer;
begin
  update message set recipient = '' where id = any (array(
    select id from message where order_id is null and recipient <> '' and state <> 'queued'
       and queued_at < now() - make_interval(days => coalesce((setting_at('mails_kept_days', current_date))::integer, 30))
     order by queued_at limit most for update skip locked));
  get diagnostics mails = row_count;
  if mails > 0 then
    insert into audit_log (actor_kind, actor_id, action, object_kind, after)
    values ('system', 'forget', 'recipients_forgotten', 'visitors', jsonb_build_object('mails', mails));
  end if;
  return mails;
end $$;

-- rights and plans -----------------------------------------------------------------------------------------------------------------

revoke execute on function list_goes_first(uuid, timestamptz), open_slots(uuid[], bigint[]), open_for_list(uuid), due_places(bigint, uuid, boolean),
  last_visit(uuid), museum_days_ago(interval), forget_names(integer), forget_contacts(integer, timestamptz, uuid), forget_recipients(integer) from public;
grant execute on function list_goes_first(uuid, timestamptz), open_for_list(uuid), due_places(bigint, uuid, boolean),
  forget_names(integer), forget_contacts(integer, timestamptz, uuid), forget_recipients(integer) to museum_app;

do $do$
declare name text; planned text;
begin
  foreach name in array array['list_goes_first(uuid, timestamptz)', 'open_slots(uuid[], bigint[])', 'open_for_list(uuid)', 'last_visit(uuid)'] loop
    foreach planned in array array['plan_cache_mode = force_generic_plan', 'enable_seqscan = off', 'enable_hashjoin = off', 'enable_mergejoin = off'] loop
      execute format('alter function %s set %s', name, planned);
    end loop;
  end loop;
end $do$;
