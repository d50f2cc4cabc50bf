-- hold_places for many orders at once: what is judged together is written together, one insert for all orders, one for their
-- lines, one for their claims, so that the pools are counted once a run and not once an order. Verdicts and their order as before.

create or replace function hold_places(requests jsonb)
returns table (ordinal integer, verdict text, order_id uuid, room integer, scarce text, expires_at timestamptz)
language plpgsql set search_path = public, pg_temp as $$
declare
  r jsonb; n integer := 0; wanted integer; slot timeslot; set_id bigint; pools bigint[]; released integer;
  known jsonb; key text; run text; run_now text := null; is_open boolean; run_room integer; run_scarce text;
  accepted integer[] := '{}'; pending integer := 0;
begin
  perform 1 from pool where id in (
    select m.pool_id from (select distinct (q ->> 'timeslotId')::uuid as timeslot_id, q ->> 'lane' as lane
                             from jsonb_array_elements(requests) q) w
      join pool_set s on s.timeslot_id = w.timeslot_id and s.lane = w.lane and s.is_current
      join pool_set_member m on m.pool_set_id = s.id)
    order by id for update;

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
      perform write_holds(requests, accepted, set_id, slot.id);
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
  perform write_holds(requests, accepted, set_id, slot.id);
end $$;

-- Writes the orders that hold_places has accepted in one run, with their lines and claims.
create function write_holds(requests jsonb, accepted integer[], set_id bigint, slot_id uuid) returns void
language plpgsql set search_path = public, pg_temp as $$
declare chosen jsonb;
begin
  if cardinality(accepted) = 0 then return; end if;
  chosen := case when cardinality(accepted) = jsonb_array_length(requests) then requests
    else (select jsonb_agg(requests -> (a - 1) order by a) from unnest(accepted) a) end;

  insert into orders (id, code, link_hash, channel, lane, locale, currency, total_minor, request_key, email, contact_name, phone,
                      has_chosen_types, held_at, created_at, expires_at)
  select (r ->> 'orderId')::uuid, r ->> 'code', decode(r ->> 'linkHash', 'hex'), r ->> 'channel', r ->> 'lane', r ->> 'locale',
         r ->> 'currency', (r ->> 'totalMinor')::integer, (r ->> 'requestKey')::uuid, r ->> 'email', r ->> 'contactName', r ->> 'phone',
         coalesce((r ->> 'hasChosenTypes')::boolean, false), now(), now(), now() + make_interval(mins => (r ->> 'holdMinutes')::integer)
    from jsonb_array_elements(chosen) r;

  insert into order_line (order_id, line_no, timeslot_id, ticket_type_id, quantity, unit_price_minor, tax_minor, total_minor)
  select (r ->> 'orderId')::uuid, l.line_no, slot_id, (l.line ->> 'ticketTypeId')::uuid, (l.line ->> 'quantity')::smallint,
         (l.line ->> 'unitPriceMinor')::integer, (l.line ->> 'taxMinor')::integer,
         (l.line ->> 'unitPriceMinor')::integer * (l.line ->> 'quantity')::integer
    from jsonb_array_elements(chosen) r cross join lateral jsonb_array_elements(r -> 'lines') with ordinality l(line, line_no);

  insert into claim (order_id, pool_set_id, quantity, state)
  select (r ->> 'orderId')::uuid, set_id, (select sum((l ->> 'quantity')::integer) from jsonb_array_elements(r -> 'lines') l), 'held'
    from jsonb_array_elements(chosen) r;
end $$;

revoke execute on function write_holds(jsonb, integer[], bigint, uuid) from public;
grant execute on function write_holds(jsonb, integer[], bigint, uuid) to museum_app;
