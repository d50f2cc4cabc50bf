-- Every machine in the order's history; money settled, and places held, for many orders in one round trip.

-- history -----------------------------------------------------------------------------------------------------------------

-- Which machine of the order moved, and which object of it: 'order' itself, 'claim', 'payment', 'refund', 'dispute', 'ticket', …
alter table order_event add column machine text not null default 'order';
alter table order_event add column object_id text;
-- Read and written by order only: one index is enough.
alter table order_event drop constraint order_event_pkey;
drop index order_event_order;
alter table order_event add constraint order_event_pkey primary key (order_id, id);

-- How a machine may begin stands with its transitions, from '-'.
insert into allowed_transition (machine, from_state, to_state) values
  ('order','-','held'), ('claim','-','held'), ('claim','-','sold'), ('payment','-','created'), ('payment','-','open'), ('payment','-','succeeded'),
  ('refund','-','requested'), ('refund','-','pending'), ('refund','-','requires_action'), ('refund','-','succeeded'),
  ('refund','-','failed'), ('refund','-','canceled'), ('ticket','-','valid'), ('refund_waiver','-','open'),
  ('timeslot','-','draft'), ('dispute','-','open'), ('dispute','-','won'), ('dispute','-','lost'), ('dispute','open','won'), ('dispute','open','lost'),
  ('dispute','won','open'), ('dispute','won','lost'), ('dispute','lost','won');

-- Writes a statement's beginnings and transitions of one machine down, and refuses a beginning that the machine does not have.
-- For tables with id, order_id and state. Who acts is set at the start of the transaction (museum.actor_kind, museum.actor_id).
create function write_history() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare machine_name text := tg_argv[0]; unknown text;
begin
  if tg_op = 'INSERT' then
    select n.state into unknown from new_rows n where not exists (
      select 1 from allowed_transition t where t.machine = machine_name and t.from_state = '-' and t.to_state = n.state) limit 1;
    if found then
      raise exception '% may not begin as %', machine_name, unknown using errcode = 'MU002';
    end if;
    insert into order_event (order_id, machine, object_id, to_state, actor_kind, actor_id, reason)
    select n.order_id, machine_name, n.id::text, n.state, coalesce(nullif(current_setting('museum.actor_kind', true), ''), 'system'),
           nullif(current_setting('museum.actor_id', true), ''), nullif(current_setting('museum.reason', true), '')
      from new_rows n where n.order_id is not null;
  else
    insert into order_event (order_id, machine, object_id, from_state, to_state, actor_kind, actor_id, reason)
    select n.order_id, machine_name, n.id::text, o.state, n.state, coalesce(nullif(current_setting('museum.actor_kind', true), ''), 'system'),
           nullif(current_setting('museum.actor_id', true), ''), nullif(current_setting('museum.reason', true), '')
      from new_rows n join old_rows o on o.id = n.id where n.order_id is not null and n.state is distinct from o.state;
  end if;
  return null;
end $$;

-- The order's own: as above, and it is its own object.
create or replace function write_order_event() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    insert into order_event (order_id, to_state, actor_kind, actor_id, reason)
    select n.id, n.state, coalesce(nullif(current_setting('museum.actor_kind', true), ''), 'system'),
           nullif(current_setting('museum.actor_id', true), ''), nullif(current_setting('museum.reason', true), '') from new_rows n;
  else
    insert into order_event (order_id, from_state, to_state, actor_kind, actor_id, reason)
    select n.id, o.state, n.state, coalesce(nullif(current_setting('museum.actor_kind', true), ''), 'system'),
           nullif(current_setting('museum.actor_id', true), ''), nullif(current_setting('museum.reason', true), '')
      from new_rows n join old_rows o on o.id = n.id where n.state is distinct from o.state;
  end if;
  return null;
end $$;
drop trigger write_order_event on orders;
create trigger write_order_event_insert after insert on orders
  referencing new table as new_rows for each statement execute function write_order_event();
create trigger write_order_event_update after update on orders
  referencing old table as old_rows new table as new_rows for each statement execute function write_order_event();

do $do$
declare machine text;
begin
  foreach machine in array array['claim','payment','refund','ticket','refund_waiver'] loop
    execute format('create trigger write_history_insert after insert on %I referencing new table as new_rows '
      'for each statement execute function write_history(%L)', machine, machine);
    execute format('create trigger write_history_update after update on %I referencing old table as old_rows new table as new_rows '
      'for each statement execute function write_history(%L)', machine, machine);
  end loop;
end $do$;

-- A dispute is a state of its payment: the bank's word, which may only go where a bank's word goes.
create function guard_dispute() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.dispute_state is not distinct from old.dispute_state then return new; end if;
  if new.dispute_state is null or not exists (select 1 from allowed_transition
      where machine = 'dispute' and from_state = coalesce(old.dispute_state, '-') and to_state = new.dispute_state) then
    raise exception 'a dispute may not go from % to %', old.dispute_state, new.dispute_state using errcode = 'MU002';
  end if;
  insert into order_event (order_id, machine, object_id, from_state, to_state, actor_kind, actor_id, reason)
  values (new.order_id, 'dispute', new.id::text, old.dispute_state, new.dispute_state,
    coalesce(nullif(current_setting('museum.actor_kind', true), ''), 'system'),
    nullif(current_setting('museum.actor_id', true), ''), nullif(current_setting('museum.reason', true), ''));
  return new;
end $$;
create trigger guard_dispute before update of dispute_state on payment for each row execute function guard_dispute();

-- A time belongs to no order: its beginning is guarded, its way is in the audit log.
create function guard_beginning() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  if not exists (select 1 from allowed_transition where machine = tg_argv[0] and from_state = '-' and to_state = new.state) then
    raise exception '% may not begin as %', tg_argv[0], new.state using errcode = 'MU002';
  end if;
  return new;
end $$;
create trigger guard_beginning before insert on timeslot for each row execute function guard_beginning('timeslot');

-- a time that does not take place --------------------------------------------------------------------------------------------

create or replace function guard_tickets() returns trigger
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
  if tg_op = 'INSERT' and exists (select 1 from new_rows t join timeslot s on s.id = t.timeslot_id
                                   where s.state not in ('on_sale','closed','done')) then
    raise exception 'a ticket needs a time that takes place' using errcode = 'MU009';
  end if;
  return null;
end $$;

-- tickets ----------------------------------------------------------------------------------------------------------------------

-- A new short code, as lib/tickets/short-code.ts describes it: eight drawn characters of 23, and one that makes the weighted sum
-- divisible (18 is the inverse of the ninth weight). Bytes 6 and 8 of a uuid are not all chance, and are left out.
create function new_short_code() returns text
language plpgsql volatile set search_path = public, pg_temp as $$
declare
  alphabet constant text := '23456789ACDEFHJKMPRTWXY';
  drawn constant bytea := uuid_send(gen_random_uuid());
  code text := ''; total integer := 0; value integer; n integer := 0;
begin
  foreach value in array array[0,1,2,3,4,5,7,9] loop
    n := n + 1;
    value := get_byte(drawn, value) % 23;
    total := total + value * n;
    code := code || substr(alphabet, value + 1, 1);
  end loop;
  return code || substr(alphabet, (((23 - total % 23) * 18) % 23) + 1, 1);
end $$;

-- The tickets of paid orders: one for each person of each line. A second call issues none; a code that is taken is drawn again.
create function issue_tickets(order_ids uuid[]) returns void
language plpgsql set search_path = public, pg_temp as $$
declare missing integer; issued integer;
begin
  select sum(quantity) into missing from order_line where order_id = any (order_ids);
  for attempt in 1..6 loop
    insert into ticket (order_id, order_line_id, timeslot_id, ticket_type_id, unit_no, short_code)
    select l.order_id, l.id, l.timeslot_id, l.ticket_type_id, n, new_short_code()
      from order_line l cross join lateral generate_series(1, l.quantity) n
     where l.order_id = any (order_ids)
       and (attempt = 1 or not exists (select 1 from ticket k where k.order_line_id = l.id and k.unit_no = n))
    on conflict do nothing;
    get diagnostics issued = row_count;
    if attempt > 1 or issued < missing then
      select count(*) into issued from ticket where order_id = any (order_ids);
    end if;
    if issued >= missing then return; end if;
  end loop;
  raise exception 'no free short code after six draws';
end $$;

-- settle -----------------------------------------------------------------------------------------------------------------------

-- Money that has arrived, for many orders in one round trip: the attempt succeeded, places sold, order paid, tickets, ledger, mail
-- and audit. Says of each `paid`, or `other`: not the plain case (late, twice, cancelled, another sum, not payable), nothing was
-- written, and the caller decides one by one. `isNew`: an attempt that is made and settled in this step. All of one call are of
-- the same actor.
create function settle_money(requests jsonb)
returns table (ordinal integer, verdict text)
language plpgsql set search_path = public, pg_temp as $$
declare chosen jsonb; plain integer[]; orders_of uuid[];
begin
  perform set_config('museum.actor_kind', coalesce(requests -> 0 ->> 'actorKind', 'system'), true),
          set_config('museum.actor_id', coalesce(requests -> 0 ->> 'actorId', ''), true),
          set_config('museum.reason', 'payment settled', true);
  orders_of := array(select (q ->> 'orderId')::uuid from jsonb_array_elements(requests) q);
  perform 1 from orders where id = any (orders_of) order by id for no key update;
  perform 1 from payment where order_id = any (orders_of) order by id for update;

  select array_agg(e.n), array_agg(e.order_id), jsonb_agg(e.r) into plain, orders_of, chosen from (
    select distinct on (o.id) q.n, q.r, o.id as order_id
      from (select x.n::integer as n, x.r, (r ->> 'orderId')::uuid as order_id, (r ->> 'paymentId')::uuid as payment_id,
                   (r ->> 'amountMinor')::integer as amount_minor, r ->> 'currency' as currency,
                   (r ->> 'isNew')::boolean as is_new, (r ->> 'isVisitor')::boolean as is_visitor
              from jsonb_array_elements(requests) with ordinality x(r, n)) q
      -- `offset 0`: found by key for each request, whatever the planner thinks of the table
      cross join lateral (select * from orders where id = q.order_id offset 0) o
      left join lateral (select * from payment where id = q.payment_id offset 0) p on true
      cross join lateral (select sum(l.quantity) as people, bool_and(t.state in ('on_sale','closed','done')) as takes_place,
                                 bool_and(t.starts_at > now()) as is_ahead
                            from order_line l join timeslot t on t.id = l.timeslot_id where l.order_id = o.id) l
     where o.state in ('held','awaiting_payment','expiring') and o.total_minor = q.amount_minor and o.currency = q.currency
       and l.takes_place and l.people = (select sum(c.quantity) from claim c where c.order_id = o.id and c.state = 'held')
       and case when q.is_new
             then p.id is null and o.state = 'held' and o.expires_at > now() and o.has_chosen_types
                  and (not q.is_visitor or (o.email is not null and o.terms_accepted_at is not null and l.is_ahead))
                  and not exists (select 1 from payment live where live.order_id = o.id and live.state in ('created','open','processing'))
             else p.order_id = o.id and p.state in ('created','open','processing','failed','expired','canceled')
                  and p.amount_minor = q.amount_minor and p.currency = q.currency end
     order by o.id, q.n) e;

  if plain is not null then
    insert into payment (id, order_id, provider, state, amount_minor, currency, captured_minor, settled_at)
    select (r ->> 'paymentId')::uuid, (r ->> 'orderId')::uuid, r ->> 'provider', 'succeeded', (r ->> 'amountMinor')::integer,
           r ->> 'currency', (r ->> 'amountMinor')::integer, now()
      from jsonb_array_elements(chosen) r where (r ->> 'isNew')::boolean;
    if not found or exists (select 1 from jsonb_array_elements(chosen) r where not (r ->> 'isNew')::boolean) then
      update payment p set state = 'succeeded', captured_minor = p.amount_minor, session_id = r ->> 'sessionId',
             payment_intent_id = r ->> 'paymentIntentId', failure_code = null, settled_at = now(), updated_at = now()
        from jsonb_array_elements(chosen) r where p.id = (r ->> 'paymentId')::uuid and not (r ->> 'isNew')::boolean;
    end if;
    insert into ledger_entry (kind, amount_minor, currency, order_id, payment_id, provider, provider_reference)
    select 'charge', (r ->> 'amountMinor')::integer, r ->> 'currency', (r ->> 'orderId')::uuid, (r ->> 'paymentId')::uuid,
           r ->> 'provider', r ->> 'providerReference'
      from jsonb_array_elements(chosen) r
    on conflict (provider, provider_reference, kind) do nothing;
    insert into message (dedupe_key, kind, order_id, locale, recipient)
    select 'paid:' || o.id, 'order_confirmed', o.id, o.locale, o.email from orders o where o.id = any (orders_of) and o.email is not null
    on conflict (dedupe_key) do nothing;
    insert into audit_log (actor_kind, actor_id, action, object_kind, object_id, after, request_id)
    select r ->> 'actorKind', r ->> 'actorId', 'payment_settled', 'order', r ->> 'orderId',
           jsonb_build_object('paymentId', r ->> 'paymentId', 'amountMinor', (r ->> 'amountMinor')::integer, 'currency', r ->> 'currency'),
           r ->> 'requestId'
      from jsonb_array_elements(chosen) r;
    -- The pools last: others wait for them from here on until the commit.
    update claim set state = 'sold' where order_id = any (orders_of) and state = 'held';
    update orders set state = 'paid' where id = any (orders_of);
    perform issue_tickets(orders_of);
  end if;
  return query select n::integer, case when n = any (plain) then 'paid' else 'other' end from generate_series(1, jsonb_array_length(requests)) n;
end $$;

-- As in 0002. Who has locked the pools already, in their order, says so (museum.has_locked_pools), and they are not locked again.
create or replace function count_claims() returns trigger
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

  if coalesce(current_setting('museum.has_locked_pools', true), '') <> 'yes' then
    perform 1 from pool where id = any (ids) order by id for update;
  end if;
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

-- hold --------------------------------------------------------------------------------------------------------------------------

-- As in 0008, for many times at once. Where everything asked for together fits, everything is written together; only where it does
-- not, or a form came again, the wishes are judged one after the other, and trimmed in order at the last places.
create or replace function hold_places(requests jsonb)
returns table (ordinal integer, verdict text, order_id uuid, room integer, scarce text, expires_at timestamptz)
language plpgsql set search_path = public, pg_temp as $$
declare
  r jsonb; n integer := 0; wanted integer; slot timeslot; set_id bigint; pools bigint[]; released integer;
  known jsonb; key text; run text; run_now text := null; is_open boolean; run_room integer; run_scarce text;
  accepted integer[] := '{}'; pending integer := 0; is_plain boolean;
begin
  perform 1 from pool where id in (
    select m.pool_id from (select distinct (q ->> 'timeslotId')::uuid as timeslot_id, q ->> 'lane' as lane
                             from jsonb_array_elements(requests) q) w
      join pool_set s on s.timeslot_id = w.timeslot_id and s.lane = w.lane and s.is_current
      join pool_set_member m on m.pool_set_id = s.id)
    order by id for update;

  with q as materialized (
    select (x ->> 'timeslotId')::uuid as timeslot_id, x ->> 'lane' as lane, x ->> 'channel' as channel, (x ->> 'requestKey')::uuid as request_key,
           concat_ws('|', x ->> 'actorKind', x ->> 'actorId') as actor,
           (select sum((l ->> 'quantity')::integer) from jsonb_array_elements(x -> 'lines') l) as people
      from jsonb_array_elements(requests) x
  ), w as materialized (
    select q.timeslot_id, q.lane, sum(q.people) as people, bool_or(q.channel in ('web','reseller')) as is_online from q group by 1, 2
  ), s as materialized (
    select w.people, p.id as set_id, coalesce(t.state = 'on_sale' and t.ends_at > now() and (t.starts_at > now() or not w.is_online), false) as is_open
      from w left join timeslot t on t.id = w.timeslot_id left join pool_set p on p.timeslot_id = t.id and p.lane = w.lane and p.is_current
  )
  select (select bool_and(s.set_id is not null and s.is_open) from s)
     and not exists (select 1 from (select m.pool_id, sum(s.people) as people from s join pool_set_member m on m.pool_set_id = s.set_id group by 1) a
                       join pool p on p.id = a.pool_id
                      where p.status <> 'on_sale' or p.capacity + p.overbook - p.held - p.sold < a.people)
     and (select count(distinct q.actor) = 1 and count(q.request_key) = count(distinct q.request_key) from q)
     and not exists (select 1 from orders o where o.request_key = any (array(select q.request_key from q where q.request_key is not null)))
    into is_plain;
  if is_plain then
    perform set_config('museum.actor_kind', coalesce(requests -> 0 ->> 'actorKind', 'visitor'), true),
            set_config('museum.actor_id', coalesce(requests -> 0 ->> 'actorId', ''), true);
    perform set_config('museum.has_locked_pools', 'yes', true);
    perform write_holds(requests);
    perform set_config('museum.has_locked_pools', '', true);
    return query select x.no::integer, 'held', (x.q ->> 'orderId')::uuid, null::integer, null::text,
                        now() + make_interval(mins => (x.q ->> 'holdMinutes')::integer)
                   from jsonb_array_elements(requests) with ordinality x(q, no);
    return;
  end if;

  select coalesce(jsonb_object_agg(o.request_key, jsonb_build_array(o.id, o.expires_at)), '{}') into known from orders o
   where o.request_key = any (array(select (q ->> 'requestKey')::uuid from jsonb_array_elements(requests) q where q ->> 'requestKey' is not null));

  for r in select * from jsonb_array_elements(requests) loop
    n := n + 1; ordinal := n; order_id := (r ->> 'orderId')::uuid; room := null; scarce := null; expires_at := null;

    key := (r ->> 'requestKey')::uuid::text;
    if known ? key then
      verdict := 'repeat'; order_id := (known -> key ->> 0)::uuid; expires_at := (known -> key ->> 1)::timestamptz;
      return next; continue;
    end if;

    -- A run: neighbours of the same actor for the same places. Looked up once, written once.
    run_now := concat_ws('|', r ->> 'timeslotId', r ->> 'lane', r ->> 'channel', r ->> 'actorKind', r ->> 'actorId');
    if run is distinct from run_now then
      perform write_holds((select jsonb_agg(requests -> (a - 1) order by a) from unnest(accepted) a));
      accepted := '{}'; pending := 0; released := 1; run := run_now; set_id := null; run_room := null; is_open := false;
      perform set_config('museum.actor_kind', coalesce(r ->> 'actorKind', 'visitor'), true),
              set_config('museum.actor_id', coalesce(r ->> 'actorId', ''), true);
      select * into slot from timeslot t where t.id = (r ->> 'timeslotId')::uuid;
      select s.id into set_id from pool_set s where s.timeslot_id = slot.id and s.lane = r ->> 'lane' and s.is_current;
      if found then
        select array_agg(m.pool_id), bool_and(p.status = 'on_sale') into pools, is_open
          from pool_set_member m join pool p on p.id = m.pool_id where m.pool_set_id = set_id;
        select p.capacity + p.overbook - p.held - p.sold, p.kind into run_room, run_scarce
          from pool p where p.id = any (pools) order by 1, p.id limit 1;
      end if;
    end if;

    if slot.id is null then verdict := 'unknown_timeslot'; return next; continue; end if;
    if set_id is null or slot.state <> 'on_sale'
       or (slot.starts_at <= now() and r ->> 'channel' in ('web','reseller'))
       or slot.ends_at <= now()
       or not is_open
    then verdict := 'not_on_sale'; return next; continue; end if;

    select sum((l ->> 'quantity')::integer) into wanted from jsonb_array_elements(r -> 'lines') l;
    if run_room - pending < wanted and released > 0 then
      released := release_run_out(200, pools);
      if released > 0 then
        select p.capacity + p.overbook - p.held - p.sold, p.kind into run_room, run_scarce
          from pool p where p.id = any (pools) order by 1, p.id limit 1;
      end if;
    end if;
    room := run_room - pending; scarce := run_scarce;
    if room < wanted then verdict := 'full'; return next; continue; end if;

    accepted := accepted || n; pending := pending + wanted;
    expires_at := now() + make_interval(mins => (r ->> 'holdMinutes')::integer);
    if key is not null then known := known || jsonb_build_object(key, jsonb_build_array(order_id, expires_at)); end if;
    verdict := 'held'; room := room - wanted; return next;
  end loop;
  perform write_holds((select jsonb_agg(requests -> (a - 1) order by a) from unnest(accepted) a));
end $$;

-- Writes orders that hold_places has accepted, with their lines and claims: three statements for all of them.
drop function write_holds(jsonb, integer[], bigint, uuid);
create function write_holds(accepted jsonb) returns void
language plpgsql set search_path = public, pg_temp as $$
begin
  if accepted is null then return; end if;
  insert into orders (id, code, link_hash, channel, lane, locale, currency, total_minor, request_key, email, contact_name, phone,
                      has_chosen_types, held_at, created_at, expires_at)
  select (r ->> 'orderId')::uuid, r ->> 'code', decode(r ->> 'linkHash', 'hex'), r ->> 'channel', r ->> 'lane', r ->> 'locale',
         r ->> 'currency', (r ->> 'totalMinor')::integer, (r ->> 'requestKey')::uuid, r ->> 'email', r ->> 'contactName', r ->> 'phone',
         coalesce((r ->> 'hasChosenTypes')::boolean, false), now(), now(), now() + make_interval(mins => (r ->> 'holdMinutes')::integer)
    from jsonb_array_elements(accepted) r;

  insert into order_line (order_id, line_no, timeslot_id, ticket_type_id, quantity, unit_price_minor, tax_minor, total_minor)
  select (r ->> 'orderId')::uuid, l.line_no, (r ->> 'timeslotId')::uuid, (l.line ->> 'ticketTypeId')::uuid, (l.line ->> 'quantity')::smallint,
         (l.line ->> 'unitPriceMinor')::integer, (l.line ->> 'taxMinor')::integer,
         (l.line ->> 'unitPriceMinor')::integer * (l.line ->> 'quantity')::integer
    from jsonb_array_elements(accepted) r cross join lateral jsonb_array_elements(r -> 'lines') with ordinality l(line, line_no);

  insert into claim (order_id, pool_set_id, quantity, state)
  select (r ->> 'orderId')::uuid, s.id, (select sum((l ->> 'quantity')::integer) from jsonb_array_elements(r -> 'lines') l), 'held'
    from jsonb_array_elements(accepted) r
    join pool_set s on s.timeslot_id = (r ->> 'timeslotId')::uuid and s.lane = r ->> 'lane' and s.is_current;
end $$;

-- plans --------------------------------------------------------------------------------------------------------------------------

-- Counters are written many times a second: with room on their pages the new version stays beside the old one.
alter table pool set (fillfactor = 50);

-- What runs for every booking is planned once a connection, not once a call, and goes by keys whatever the size of the tables was
-- when it was planned: a plan made for a small museum must not read a large one from end to end.
do $do$
declare name text; planned text;
begin
  foreach name in array array['hold_places(jsonb)', 'settle_money(jsonb)', 'count_claims()', 'guard_tickets()', 'write_history()',
    'write_order_event()', 'release_run_out(integer, bigint[])'] loop
    foreach planned in array array['plan_cache_mode = force_generic_plan', 'enable_seqscan = off', 'enable_hashjoin = off', 'enable_mergejoin = off'] loop
      execute format('alter function %s set %s', name, planned);
    end loop;
  end loop;
end $do$;

-- messages ----------------------------------------------------------------------------------------------------------------------

-- A queued message is its own job: whoever has time takes it, and after a failure not before `sending_until`.
drop index message_waiting;
create index message_waiting on message (coalesce(sending_until, queued_at)) where state = 'queued';

revoke execute on function write_history(), guard_beginning(), guard_dispute(), new_short_code(), issue_tickets(uuid[]), settle_money(jsonb), write_holds(jsonb)
  from public;
grant execute on function new_short_code(), issue_tickets(uuid[]), settle_money(jsonb), write_holds(jsonb) to museum_app;
