-- Guards that need more than one row. All of them run inside Postgres, so that no path can pass them by.
-- SQLSTATEs of our own: MU001 not on sale, MU002 transition not allowed, MU003 ticket without a sold place,
-- MU004 paid without money, MU005 append-only, MU006 ticket may not be admitted.

create function setting_at(wanted text, on_date date) returns jsonb
language sql stable set search_path = public, pg_temp as $$
  select value from setting where key = wanted and valid_from <= on_date order by valid_from desc limit 1
$$;

-- transitions -------------------------------------------------------------------------------------------------------

insert into allowed_transition (machine, from_state, to_state) values
  ('order','held','awaiting_payment'), ('order','held','paid'), ('order','held','expiring'), ('order','held','cancelled'),
  ('order','awaiting_payment','held'), ('order','awaiting_payment','paid'), ('order','awaiting_payment','expiring'),
  ('order','awaiting_payment','cancelled'), ('order','awaiting_payment','paid_unfulfillable'),
  ('order','expiring','expired'), ('order','expiring','paid'), ('order','expiring','paid_unfulfillable'),
  ('order','expired','held'), ('order','expired','paid'), ('order','expired','paid_unfulfillable'),
  ('order','paid','partially_refunded'), ('order','paid','refunded'), ('order','paid','cancelled'), ('order','paid','disputed'),
  ('order','partially_refunded','refunded'), ('order','partially_refunded','cancelled'), ('order','partially_refunded','disputed'),
  ('order','cancelled','refund_pending'), ('order','cancelled','paid_unfulfillable'),
  ('order','paid_unfulfillable','refund_pending'), ('order','refund_pending','refunded'),
  ('order','disputed','paid'), ('order','disputed','lost'),
  ('claim','held','sold'), ('claim','held','released'), ('claim','sold','released'),
  ('claim','released','held'), ('claim','released','sold'),
  ('payment','created','open'), ('payment','created','succeeded'), ('payment','created','failed'), ('payment','created','canceled'),
  ('payment','open','processing'), ('payment','open','succeeded'), ('payment','open','failed'), ('payment','open','expired'),
  ('payment','open','canceled'), ('payment','open','mismatch'),
  ('payment','processing','succeeded'), ('payment','processing','failed'), ('payment','processing','expired'),
  ('payment','processing','mismatch'),
  ('payment','failed','succeeded'), ('payment','expired','succeeded'), ('payment','canceled','succeeded'),
  ('refund','requested','submitting'), ('refund','submitting','pending'), ('refund','submitting','succeeded'),
  ('refund','submitting','failed'), ('refund','submitting','requires_action'), ('refund','pending','succeeded'),
  ('refund','pending','failed'), ('refund','pending','requires_action'), ('refund','requires_action','succeeded'),
  ('refund','requires_action','canceled'), ('refund','failed','manual'),
  ('ticket','valid','suspended'), ('ticket','suspended','valid'), ('ticket','valid','revoked'), ('ticket','suspended','revoked'),
  ('timeslot','draft','on_sale'), ('timeslot','on_sale','closed'), ('timeslot','closed','on_sale'), ('timeslot','on_sale','done'),
  ('timeslot','closed','done'), ('timeslot','on_sale','cancelling'), ('timeslot','closed','cancelling'), ('timeslot','cancelling','cancelled');

create function guard_transition() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  if new.state is distinct from old.state and not exists (
    select 1 from allowed_transition where machine = tg_argv[0] and from_state = old.state and to_state = new.state)
  then
    raise exception '% may not go from % to %', tg_argv[0], old.state, new.state using errcode = 'MU002';
  end if;
  return new;
end $$;

create trigger guard_transition before update of state on orders for each row execute function guard_transition('order');
create trigger guard_transition before update of state on claim for each row execute function guard_transition('claim');
create trigger guard_transition before update of state on payment for each row execute function guard_transition('payment');
create trigger guard_transition before update of state on refund for each row execute function guard_transition('refund');
create trigger guard_transition before update of state on ticket for each row execute function guard_transition('ticket');
create trigger guard_transition before update of state on timeslot for each row execute function guard_transition('timeslot');

-- The order's history writes itself. Who acts is set at the start of the transaction (museum.actor_kind, museum.actor_id).
create function write_order_event() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'INSERT' or new.state is distinct from old.state then
    insert into order_event (order_id, from_state, to_state, actor_kind, actor_id, reason)
    values (new.id, case when tg_op = 'UPDATE' then old.state end, new.state,
      coalesce(nullif(current_setting('museum.actor_kind', true), ''), 'system'),
      nullif(current_setting('museum.actor_id', true), ''),
      nullif(current_setting('museum.reason', true), ''));
  end if;
  return null;
end $$;
create trigger write_order_event after insert or update of state on orders for each row execute function write_order_event();

-- An order begins held, and becomes paid only when succeeded payments cover it.
create function guard_order() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    if new.state <> 'held' then
      raise exception 'an order begins held, not %', new.state using errcode = 'MU002';
    end if;
  elsif new.state = 'paid' and old.state not in ('paid', 'disputed') then
    if not exists (select 1 from payment where order_id = new.id and state = 'succeeded' and currency = new.currency
                   having count(*) > 0 and sum(captured_minor) >= new.total_minor)
    then
      raise exception 'order % is not covered by succeeded payments', new.code using errcode = 'MU004';
    end if;
  end if;
  return new;
end $$;
create trigger guard_order before insert or update of state on orders for each row execute function guard_order();

-- pools and claims ----------------------------------------------------------------------------------------------------

create function guard_claim_insert() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  if current_user = 'museum_app' and (new.order_id is null or new.state <> 'held') then
    raise exception 'a claim of an order begins held' using errcode = 'MU002';
  end if;
  return new;
end $$;
create trigger guard_claim_insert before insert on claim for each row execute function guard_claim_insert();

-- Counts a statement's claims into their pools: one UPDATE for the whole statement, rows locked in ascending id, so that
-- two orders can never wait for each other in a ring. The CHECK pool_room refuses what does not fit.
create function count_claims() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  ids bigint[]; helds bigint[]; solds bigint[];
begin
  if tg_op = 'INSERT' then
    select array_agg(pool_id order by pool_id), array_agg(h order by pool_id), array_agg(s order by pool_id)
      into ids, helds, solds
      from (select m.pool_id, sum(c.quantity) filter (where c.state = 'held') as h, sum(c.quantity) filter (where c.state = 'sold') as s
              from new_rows c join pool_set_member m using (pool_set_id) group by m.pool_id) d;
  elsif tg_op = 'UPDATE' then
    select array_agg(pool_id order by pool_id), array_agg(h order by pool_id), array_agg(s order by pool_id)
      into ids, helds, solds
      from (select m.pool_id, sum(c.h) as h, sum(c.s) as s
              from (select pool_set_id, case when state = 'held' then quantity else 0 end as h,
                           case when state = 'sold' then quantity else 0 end as s from new_rows
                    union all
                    select pool_set_id, case when state = 'held' then -quantity else 0 end,
                           case when state = 'sold' then -quantity else 0 end from old_rows) c
              join pool_set_member m using (pool_set_id)
             group by m.pool_id having sum(c.h) <> 0 or sum(c.s) <> 0) d;
  else
    select array_agg(pool_id order by pool_id), array_agg(h order by pool_id), array_agg(s order by pool_id)
      into ids, helds, solds
      from (select m.pool_id, -sum(c.quantity) filter (where c.state = 'held') as h, -sum(c.quantity) filter (where c.state = 'sold') as s
              from old_rows c join pool_set_member m using (pool_set_id) group by m.pool_id) d;
  end if;
  if ids is null then return null; end if;

  perform 1 from pool where id = any (ids) order by id for update;
  if exists (select 1 from pool p join unnest(ids, helds, solds) d(id, h, s) on d.id = p.id
              where p.status <> 'on_sale' and coalesce(d.h, 0) + coalesce(d.s, 0) > 0) then
    raise exception 'a pool is not on sale' using errcode = 'MU001';
  end if;
  update pool p set held = p.held + coalesce(d.h, 0), sold = p.sold + coalesce(d.s, 0)
    from unnest(ids, helds, solds) d(id, h, s) where p.id = d.id;

  if tg_op <> 'INSERT' then
    perform check_tickets_have_places(array(select distinct order_id from old_rows where state = 'sold' and order_id is not null));
  end if;
  return null;
end $$;

-- No ticket without a sold place: for each order and timeslot, the people its live tickets admit fit in what it has sold.
-- The order row is locked, so that two statements cannot each count without the other.
create function check_tickets_have_places(order_ids uuid[]) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if cardinality(order_ids) = 0 then return; end if;
  perform 1 from orders where id = any (order_ids) order by id for no key update;
  if exists (
    select 1 from (select order_id, timeslot_id, sum(party_size) as people from ticket
                    where order_id = any (order_ids) and state <> 'revoked' group by 1, 2) t
     where t.people > coalesce((select sum(c.quantity) from claim c join pool_set s on s.id = c.pool_set_id
                                 where c.order_id = t.order_id and s.timeslot_id = t.timeslot_id and c.state = 'sold'), 0))
  then
    raise exception 'a ticket needs a sold place' using errcode = 'MU003';
  end if;
end $$;

create trigger count_claims_insert after insert on claim
  referencing new table as new_rows for each statement execute function count_claims();
create trigger count_claims_update after update on claim
  referencing old table as old_rows new table as new_rows for each statement execute function count_claims();
create trigger count_claims_delete after delete on claim
  referencing old table as old_rows for each statement execute function count_claims();

-- A pool set never changes once made: a claim gives back exactly what it took.
create function refuse_change() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  raise exception '% is only added to', tg_table_name using errcode = 'MU005';
end $$;
create trigger only_added_to before update or delete on pool_set_member for each row execute function refuse_change();
create trigger only_added_to before update or delete on ledger_entry for each row execute function refuse_change();
create trigger only_added_to before update or delete on audit_log for each row execute function refuse_change();
create trigger only_added_to before update or delete on order_event for each row execute function refuse_change();
create trigger only_added_to before update or delete on scan for each row execute function refuse_change();
create trigger only_added_to before update or delete on admission for each row execute function refuse_change();

-- Makes the pools and pool sets of draft timeslots and puts them on sale. Lanes come from the slot's schedule rule unless given.
-- A route step draws on its space for every quarter hour it touches; the building counts for the whole visit; the day once.
create function prepare_timeslots(ids uuid[], given_lanes jsonb default null) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare prepared integer;
begin
  perform 1 from timeslot where id = any (ids) and state = 'draft' order by id for update;
  create temporary table if not exists preparing (like timeslot) on commit drop;
  truncate preparing;
  insert into preparing select * from timeslot where id = any (ids) and state = 'draft';

  insert into pool (kind, capacity, visit_date, timeslot_id, lane)
  select 'lane', l.value::integer, t.visit_date, t.id, l.key
    from preparing t left join schedule_rule r on r.id = t.schedule_rule_id
    cross join lateral jsonb_each_text(coalesce(given_lanes, r.lanes)) l
  on conflict do nothing;

  insert into pool (kind, capacity, fire_limit, visit_date, space_id, quarter_at)
  select distinct 'space', s.people_at_once, s.fire_limit, t.visit_date, s.id, q
    from preparing t join route_step rs on rs.product_id = t.product_id join space s on s.id = rs.space_id
    cross join lateral generate_series(
      date_bin('15 minutes', t.starts_at + make_interval(mins => rs.start_minute), timestamptz '2000-01-01 00:00Z'),
      t.starts_at + make_interval(mins => rs.start_minute + rs.minutes) - interval '1 microsecond', interval '15 minutes') q
  on conflict do nothing;

  insert into pool (kind, capacity, fire_limit, visit_date, quarter_at)
  select distinct 'building', (setting_at('building_people_at_once', t.visit_date))::integer,
         (setting_at('building_fire_limit', t.visit_date))::integer, t.visit_date, q
    from preparing t
    cross join lateral generate_series(date_bin('15 minutes', t.starts_at, timestamptz '2000-01-01 00:00Z'),
      t.ends_at - interval '1 microsecond', interval '15 minutes') q
  on conflict do nothing;

  insert into pool (kind, capacity, visit_date)
  select distinct 'day', (setting_at('day_cap', t.visit_date))::integer, t.visit_date from preparing t
  on conflict do nothing;

  insert into pool_set (timeslot_id, lane)
  select t.id, p.lane from preparing t join pool p on p.timeslot_id = t.id and p.kind = 'lane'
  union all
  select t.id, 'guide' from preparing t join product pr on pr.id = t.product_id and pr.is_guided
  on conflict do nothing;

  insert into pool_set_member (pool_set_id, pool_id)
  select ps.id, p.id from preparing t join pool_set ps on ps.timeslot_id = t.id and ps.is_current
    join pool p on p.kind = 'lane' and p.timeslot_id = t.id and p.lane = ps.lane
  union all
  select ps.id, p.id from preparing t join pool_set ps on ps.timeslot_id = t.id and ps.is_current and ps.lane <> 'guide'
    join pool p on p.kind = 'day' and p.visit_date = t.visit_date
  union all
  select ps.id, p.id from preparing t join pool_set ps on ps.timeslot_id = t.id and ps.is_current
    join pool p on p.kind = 'building'
      and p.quarter_at >= date_bin('15 minutes', t.starts_at, timestamptz '2000-01-01 00:00Z') and p.quarter_at < t.ends_at
  union
  select ps.id, p.id from preparing t join pool_set ps on ps.timeslot_id = t.id and ps.is_current
    join route_step rs on rs.product_id = t.product_id
    join pool p on p.kind = 'space' and p.space_id = rs.space_id
      and p.quarter_at >= date_bin('15 minutes', t.starts_at + make_interval(mins => rs.start_minute), timestamptz '2000-01-01 00:00Z')
      and p.quarter_at < t.starts_at + make_interval(mins => rs.start_minute + rs.minutes)
  on conflict do nothing;

  -- guides count for occupancy (2.3)
  insert into claim (pool_set_id, quantity, state)
  select ps.id, 1, 'sold' from preparing t join pool_set ps on ps.timeslot_id = t.id and ps.is_current and ps.lane = 'guide'
  on conflict do nothing;

  update timeslot set state = 'on_sale' where id in (select id from preparing);
  get diagnostics prepared = row_count;
  return prepared;
end $$;

-- tickets -------------------------------------------------------------------------------------------------------------

create function guard_tickets() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform check_tickets_have_places(array(select distinct order_id from new_rows));
  if exists (select 1 from new_rows t join orders o on o.id = t.order_id
              where t.state <> 'revoked' and o.state not in ('paid','partially_refunded','disputed')) then
    raise exception 'a ticket needs a settled order' using errcode = 'MU003';
  end if;
  if exists (select 1 from new_rows t join order_line l on l.id = t.order_line_id
              where l.order_id <> t.order_id or t.unit_no > l.quantity) then
    raise exception 'a ticket needs its order line' using errcode = 'MU003';
  end if;
  return null;
end $$;
create trigger guard_tickets_insert after insert on ticket
  referencing new table as new_rows for each statement execute function guard_tickets();
create trigger guard_tickets_update after update on ticket
  referencing new table as new_rows for each statement execute function guard_tickets();

create function feed_revocation() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.state is distinct from old.state or new.token_version is distinct from old.token_version then
    insert into revocation (ticket_id, token_version, state) values (new.id, new.token_version, new.state);
  end if;
  return null;
end $$;
create trigger feed_revocation after update on ticket for each row execute function feed_revocation();

-- What was admitted is counted on the ticket; ticket_admitted_once refuses the second entry, whoever asks.
create function count_admission() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.is_override then return null; end if;
  update ticket set admitted_people = admitted_people + new.people where id = new.ticket_id and state = 'valid';
  if not found then
    raise exception 'ticket may not be admitted' using errcode = 'MU006';
  end if;
  return null;
end $$;
create trigger count_admission after insert on admission for each row execute function count_admission();

-- money ---------------------------------------------------------------------------------------------------------------

create function reserve_refund() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    update payment set refund_reserved_minor = refund_reserved_minor + new.amount_minor where id = new.payment_id;
  elsif new.state in ('failed','canceled') and old.state not in ('failed','canceled','manual') then
    update payment set refund_reserved_minor = refund_reserved_minor - new.amount_minor where id = new.payment_id;
  end if;
  return null;
end $$;
create trigger reserve_refund after insert or update of state on refund for each row execute function reserve_refund();

-- holds ---------------------------------------------------------------------------------------------------------------

-- Gives back the places of holds that have run out by the database's clock and have no live payment attempt.
-- With pool ids: only those that stand in the way of one buyer. SKIP LOCKED: an order somebody is working on is not touched.
create function release_run_out(most integer, among bigint[] default null) returns integer
language plpgsql set search_path = public, pg_temp as $$
declare run_out uuid[];
begin
  select array_agg(id) into run_out from (
    select o.id from orders o
     where o.state in ('held','awaiting_payment','expiring') and o.expires_at < now()
       and not exists (select 1 from payment p where p.order_id = o.id and p.state in ('created','open','processing'))
       and (among is null or exists (select 1 from claim c join pool_set_member m on m.pool_set_id = c.pool_set_id
                                      where c.order_id = o.id and c.state = 'held' and m.pool_id = any (among)))
     order by o.id limit most for update skip locked) r;
  if run_out is null then return 0; end if;
  update orders set state = 'expiring' where id = any (run_out) and state <> 'expiring';
  update claim set state = 'released' where order_id = any (run_out) and state = 'held';
  update orders set state = 'expired' where id = any (run_out);
  return cardinality(run_out);
end $$;

-- Holds places for a list of orders in one round trip and says of each what became of it:
-- held | repeat (the same form again) | full (with the room there is) | not_on_sale | unknown_timeslot.
-- The pools of all orders are locked first, in ascending id; then the orders are judged in the list's order.
create function hold_places(requests jsonb)
returns table (ordinal integer, verdict text, order_id uuid, room integer, scarce text, expires_at timestamptz)
language plpgsql set search_path = public, pg_temp as $$
declare
  r jsonb; n integer := 0; wanted integer; slot timeslot; set_id bigint; existing uuid; pools bigint[];
begin
  perform 1 from pool where id in (
    select m.pool_id from jsonb_array_elements(requests) q
      join pool_set s on s.timeslot_id = (q ->> 'timeslotId')::uuid and s.lane = q ->> 'lane' and s.is_current
      join pool_set_member m on m.pool_set_id = s.id)
    order by id for update;

  for r in select * from jsonb_array_elements(requests) loop
    perform set_config('museum.actor_kind', coalesce(r ->> 'actorKind', 'visitor'), true),
            set_config('museum.actor_id', coalesce(r ->> 'actorId', ''), true);
    n := n + 1; ordinal := n; order_id := (r ->> 'orderId')::uuid; room := null; scarce := null; expires_at := null;

    select o.id, o.expires_at into existing, expires_at from orders o where o.request_key = (r ->> 'requestKey')::uuid;
    if found then verdict := 'repeat'; order_id := existing; return next; continue; end if;

    select * into slot from timeslot t where t.id = (r ->> 'timeslotId')::uuid;
    if not found then verdict := 'unknown_timeslot'; return next; continue; end if;
    select s.id into set_id from pool_set s where s.timeslot_id = slot.id and s.lane = r ->> 'lane' and s.is_current;
    if not found or slot.state <> 'on_sale'
       or (slot.starts_at <= now() and r ->> 'channel' in ('web','reseller'))
       or slot.ends_at <= now()
       or exists (select 1 from pool_set_member m join pool p on p.id = m.pool_id where m.pool_set_id = set_id and p.status <> 'on_sale')
    then verdict := 'not_on_sale'; return next; continue; end if;

    select sum((l ->> 'quantity')::integer) into wanted from jsonb_array_elements(r -> 'lines') l;
    select p.capacity + p.overbook - p.held - p.sold, p.kind into room, scarce
      from pool_set_member m join pool p on p.id = m.pool_id where m.pool_set_id = set_id order by 1, p.id limit 1;
    if room < wanted then
      select array_agg(m.pool_id) into pools from pool_set_member m where m.pool_set_id = set_id;
      if release_run_out(200, pools) > 0 then
        select p.capacity + p.overbook - p.held - p.sold, p.kind into room, scarce
          from pool_set_member m join pool p on p.id = m.pool_id where m.pool_set_id = set_id order by 1, p.id limit 1;
      end if;
    end if;
    if room < wanted then verdict := 'full'; return next; continue; end if;

    insert into orders as o (id, code, link_hash, channel, lane, locale, currency, total_minor, request_key, email, contact_name, phone,
                        has_chosen_types, held_at, created_at, expires_at)
    values (order_id, r ->> 'code', decode(r ->> 'linkHash', 'hex'), r ->> 'channel', r ->> 'lane', r ->> 'locale', r ->> 'currency',
            (r ->> 'totalMinor')::integer, (r ->> 'requestKey')::uuid, r ->> 'email', r ->> 'contactName', r ->> 'phone',
            coalesce((r ->> 'hasChosenTypes')::boolean, false), now(), now(), now() + make_interval(mins => (r ->> 'holdMinutes')::integer))
    returning o.expires_at into expires_at;
    insert into order_line (order_id, line_no, timeslot_id, ticket_type_id, quantity, unit_price_minor, tax_minor, total_minor)
    select (r ->> 'orderId')::uuid, l.line_no, slot.id, (l.line ->> 'ticketTypeId')::uuid, (l.line ->> 'quantity')::smallint,
           (l.line ->> 'unitPriceMinor')::integer, (l.line ->> 'taxMinor')::integer,
           (l.line ->> 'unitPriceMinor')::integer * (l.line ->> 'quantity')::integer
      from jsonb_array_elements(r -> 'lines') with ordinality l(line, line_no);
    insert into claim (order_id, pool_set_id, quantity, state) values ((r ->> 'orderId')::uuid, set_id, wanted, 'held');
    verdict := 'held'; room := room - wanted; return next;
  end loop;
end $$;
