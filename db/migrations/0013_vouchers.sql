-- Vouchers (3.6), limits per order and per address (2.4), places added by people and fire limits (2.5).
-- SQLSTATEs of our own: MU013 a voucher does not stand for this, MU014 more tickets than the rules allow, MU015 not that person's to do.

-- vouchers ---------------------------------------------------------------------------------------------------------------------

-- A code that changes a price, opens a lane, reserves places, or any of these together. `uses` is counted by a trigger on
-- voucher_use and by nobody else; the CHECK is the referee, as with pools.
create table voucher (
  id uuid primary key default uuidv7(),
  code text not null unique check (code ~ '^[0-9A-Z]{6,24}$'),
  batch_id uuid,
  label text not null check (length(label) between 1 and 200 and label !~ '[[:cntrl:]]'),
  state text not null default 'active' check (state in ('active','withdrawn')),
  effect text check (effect in ('per_cent_off','fixed_price','amount_off')),
  effect_value integer,
  currency char(3) check (currency ~ '^[A-Z]{3}$'),
  lane text check (lane in ('schools','desk','official')),
  timeslot_id uuid references timeslot,
  reserved_places integer check (reserved_places between 1 and 500),
  max_uses integer not null check (max_uses between 1 and 100000),
  uses integer not null default 0 check (uses >= 0),
  max_uses_per_email smallint check (max_uses_per_email >= 1),
  minimum_tickets smallint not null default 1 check (minimum_tickets >= 1),
  maximum_tickets smallint check (maximum_tickets between minimum_tickets and 500),
  valid_from timestamptz not null,
  valid_until timestamptz not null,
  is_given_back boolean not null default true,
  made_by uuid,
  made_at timestamptz not null default now(),
  constraint voucher_uses check (uses <= max_uses),
  constraint voucher_does_something check (effect is not null or lane is not null or reserved_places is not null),
  constraint voucher_reservation check ((timeslot_id is null) = (reserved_places is null)),
  constraint voucher_span check (valid_until > valid_from),
  constraint voucher_effect_shape check (coalesce(case effect
    when 'per_cent_off' then effect_value between 1 and 100 and currency is null
    when 'fixed_price' then effect_value >= 0 and currency is not null
    when 'amount_off' then effect_value > 0 and currency is not null
    else effect_value is null and currency is null end, false))
);
create index voucher_made on voucher (made_at desc, id);
create index voucher_batch on voucher (batch_id) where batch_id is not null;
create index voucher_timeslot on voucher (timeslot_id) where timeslot_id is not null;
create index voucher_search on voucher using gin (lower(label) gin_trgm_ops);

-- Where a voucher holds; no rows: everywhere.
create table voucher_product (
  voucher_id uuid not null references voucher,
  product_id uuid not null references product,
  primary key (voucher_id, product_id)
);
create index voucher_product_product on voucher_product (product_id);
create table voucher_ticket_type (
  voucher_id uuid not null references voucher,
  ticket_type_id uuid not null references ticket_type,
  primary key (voucher_id, ticket_type_id)
);
create index voucher_ticket_type_ticket_type on voucher_ticket_type (ticket_type_id);

-- One order's use of a voucher: held with the hold, used once paid, released with the hold or after a refund, removed by the
-- visitor. `reserved_places` are those drawn from the voucher's own claim.
create table voucher_use (
  id uuid primary key default uuidv7(),
  order_id uuid not null references orders,
  voucher_id uuid not null references voucher,
  state text not null default 'held' check (state in ('held','used','released','removed')),
  reserved_places integer not null default 0 check (reserved_places >= 0),
  email_key bytea,
  made_at timestamptz not null default now(),
  unique (order_id, voucher_id)
);
create unique index voucher_use_one_live on voucher_use (order_id) where state in ('held','used');
create index voucher_use_voucher on voucher_use (voucher_id, state);

-- The live use's voucher, kept by the trigger on voucher_use: an order without one pays nothing for vouchers.
alter table orders add column voucher_id uuid references voucher;
create index orders_voucher on orders (voucher_id) where voucher_id is not null;
-- The price before the voucher; null where nothing was taken off.
alter table order_line add column full_price_minor integer;
alter table order_line add constraint order_line_full_price check (full_price_minor >= unit_price_minor);

-- Reserved places are a claim of the voucher itself.
alter table claim add column voucher_id uuid references voucher;
alter table claim add constraint claim_one_owner check (order_id is null or voucher_id is null);
create unique index claim_voucher on claim (voucher_id) where voucher_id is not null;
drop index claim_guide;
create unique index claim_guide on claim (pool_set_id) where order_id is null and voucher_id is null;

insert into allowed_transition (machine, from_state, to_state) values
  ('voucher','-','active'), ('voucher','active','withdrawn'),
  ('voucher_use','-','held'), ('voucher_use','held','used'), ('voucher_use','held','released'), ('voucher_use','held','removed'),
  ('voucher_use','used','released'), ('voucher_use','released','held'), ('voucher_use','released','removed'), ('voucher_use','removed','held');
create trigger guard_transition before update of state on voucher for each row execute function guard_transition('voucher');
create trigger guard_transition before update of state on voucher_use for each row execute function guard_transition('voucher_use');
create trigger write_history_insert after insert on voucher_use
  referencing new table as new_rows for each statement execute function write_history('voucher_use');
create trigger write_history_update after update on voucher_use
  referencing old table as old_rows new table as new_rows for each statement execute function write_history('voucher_use');

-- How the database knows an address: as lib/identity/normalise-email.ts writes it, so far and no further.
create function email_key(email text) returns text
language sql immutable parallel safe set search_path = public, pg_temp as $$
  select lower(btrim(normalize(email, NFKC)))
$$;

-- A use is taken only of a voucher that stands, and let go only by an order that no longer needs it.
create function guard_voucher_use() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare v voucher; o orders;
begin
  if tg_op = 'UPDATE' and new.state = old.state then return new; end if;
  select * into o from orders where id = new.order_id;
  if new.state = 'held' then
    select * into v from voucher where id = new.voucher_id for no key update;
    if v.state <> 'active' or now() < v.valid_from or now() >= v.valid_until
       or o.state not in ('held','awaiting_payment','expiring','expired') then
      raise exception 'voucher % does not stand', v.code using errcode = 'MU013';
    end if;
    new.email_key := sha256(convert_to(email_key(o.email), 'UTF8'));
  elsif tg_op = 'INSERT' then
    raise exception 'a use begins held' using errcode = 'MU002';
  elsif new.state = 'used' and o.state <> 'paid' then
    raise exception 'only a paid order has used its voucher' using errcode = 'MU013';
  elsif new.state = 'released' and o.state in ('held','awaiting_payment','paid','partially_refunded','disputed','lost') then
    raise exception 'the order still has its voucher' using errcode = 'MU013';
  elsif new.state = 'removed' and (o.state not in ('held','expiring','expired') or (o.channel = 'web' and o.lane <> 'public')
     or exists (select 1 from order_line where order_id = o.id and full_price_minor is not null)) then
    raise exception 'the order still needs its voucher' using errcode = 'MU013';
  end if;
  return new;
end $$;
create trigger guard_voucher_use before insert or update of state on voucher_use for each row execute function guard_voucher_use();

-- Counts a statement's uses into their vouchers, rows locked in ascending id; voucher_uses refuses what is spent. Vouchers come
-- last in the lock order: order, payment, pools, tickets, vouchers, addresses.
create function count_voucher_uses() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare changed uuid[]; deltas integer[];
begin
  if tg_op = 'INSERT' then
    select array_agg(voucher_id order by voucher_id), array_agg(d order by voucher_id) into changed, deltas
      from (select voucher_id, count(*)::integer as d from new_rows where state in ('held','used') group by 1) x;
    update orders o set voucher_id = n.voucher_id from new_rows n
     where o.id = n.order_id and n.state in ('held','used') and o.voucher_id is distinct from n.voucher_id;
  else
    select array_agg(voucher_id order by voucher_id), array_agg(d order by voucher_id) into changed, deltas
      from (select n.voucher_id, sum((n.state in ('held','used'))::integer - (o.state in ('held','used'))::integer)::integer as d
              from new_rows n join old_rows o on o.id = n.id
             where (n.state in ('held','used')) <> (o.state in ('held','used')) or n.email_key is distinct from o.email_key group by 1) x;
    update orders o set voucher_id = case when n.state in ('held','used') then n.voucher_id end
      from new_rows n join old_rows w on w.id = n.id
     where o.id = n.order_id and (n.state in ('held','used')) <> (w.state in ('held','used'));
  end if;
  if changed is null then return null; end if;
  perform 1 from voucher where id = any (changed) order by id for no key update;
  update voucher v set uses = v.uses + x.d from unnest(changed, deltas) x(id, d) where v.id = x.id and x.d <> 0;
  if exists (select 1 from voucher v join voucher_use u on u.voucher_id = v.id
              where v.id = any (changed) and v.max_uses_per_email is not null and u.state in ('held','used')
                and u.email_key in (select n.email_key from new_rows n where n.voucher_id = v.id and n.state in ('held','used'))
              group by v.id, u.email_key having count(*) > v.max_uses_per_email) then
    raise exception 'this address has used the voucher' using errcode = 'MU013', constraint = 'voucher_uses_per_email';
  end if;
  return null;
end $$;
create trigger count_voucher_uses_insert after insert on voucher_use
  referencing new table as new_rows for each statement execute function count_voucher_uses();
create trigger count_voucher_uses_update after update on voucher_use
  referencing old table as old_rows new table as new_rows for each statement execute function count_voucher_uses();

-- The use goes with its order. Orders without a voucher do not come here.
create function follow_order() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.state = 'paid' then
    update voucher_use set state = 'used' where order_id = new.id and state = 'held';
  elsif new.state in ('expired','cancelled','paid_unfulfillable','refunded') then
    update voucher_use u set state = 'released' from voucher v
     where u.order_id = new.id and v.id = u.voucher_id and (u.state = 'held' or (u.state = 'used' and v.is_given_back));
  end if;
  return null;
end $$;
create trigger follow_order after update of state on orders for each row
  when (new.voucher_id is not null and new.state is distinct from old.state) execute function follow_order();

create function follow_order_email() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update voucher_use set email_key = sha256(convert_to(email_key(new.email), 'UTF8')) where order_id = new.id and state in ('held','used');
  return null;
end $$;
create trigger follow_order_email after update of email on orders for each row
  when (new.voucher_id is not null and new.email is distinct from old.email) execute function follow_order_email();

-- A lowered price needs its voucher for as long as the order may be paid, and a lane that is not the public's for as long as it holds.
create function guard_reduced_line() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select 1 from voucher_use where order_id = new.order_id and state in ('held','used')) then
    raise exception 'a lowered price needs its voucher' using errcode = 'MU013';
  end if;
  return new;
end $$;
create trigger guard_reduced_line before insert or update of full_price_minor, order_id on order_line for each row
  when (new.full_price_minor is not null) execute function guard_reduced_line();

create function guard_return() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select 1 from voucher_use where order_id = new.id and state in ('held','used')) and ((new.channel = 'web' and new.lane <> 'public')
     or exists (select 1 from order_line where order_id = new.id and full_price_minor is not null)) then
    raise exception 'the order has lost its voucher' using errcode = 'MU013';
  end if;
  return new;
end $$;
create trigger guard_return before update of state on orders for each row
  when (old.state in ('expiring','expired') and new.state in ('held','paid')) execute function guard_return();

create function guard_lane() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select 1 from voucher_use u join voucher v on v.id = u.voucher_id
                  where u.order_id = new.id and v.lane = new.lane) then
    raise exception 'lane % opens with a voucher', new.lane using errcode = 'MU013';
  end if;
  return null;
end $$;
create constraint trigger guard_lane after insert on orders deferrable initially deferred for each row
  when (new.channel = 'web' and new.lane <> 'public') execute function guard_lane();

-- reserved places ------------------------------------------------------------------------------------------------------------------

-- A voucher that reserves takes its places with its first breath, or does not come to be.
create function reserve_places() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare set_id bigint;
begin
  select s.id into set_id from pool_set s join timeslot t on t.id = s.timeslot_id
   where s.timeslot_id = new.timeslot_id and s.lane = coalesce(new.lane, 'public') and s.is_current and t.state = 'on_sale';
  if not found then raise exception 'nothing to reserve there' using errcode = 'MU001'; end if;
  insert into claim (voucher_id, pool_set_id, quantity, state) values (new.id, set_id, new.reserved_places, 'held');
  return null;
end $$;
create trigger reserve_places after insert on voucher for each row
  when (new.reserved_places is not null) execute function reserve_places();

-- Changes how many places a voucher still reserves by so many. The pools are locked first: the voucher's claim is shared by all
-- who redeem it. Taking: as many as there are. Giving back: as many as still find room, while the voucher stands.
create function change_reserve(wanted_voucher uuid, change integer) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare reserve claim; here integer; room integer; moved integer;
begin
  perform 1 from pool where id in (select m.pool_id from claim c join pool_set_member m on m.pool_set_id = c.pool_set_id
                                    where c.voucher_id = wanted_voucher) order by id for update;
  select * into reserve from claim where voucher_id = wanted_voucher for update;
  if not found or change = 0 then return 0; end if;
  here := case reserve.state when 'held' then reserve.quantity else 0 end;
  if change < 0 then
    moved := least(-change, here);
  else
    if not exists (select 1 from voucher v join timeslot t on t.id = v.timeslot_id where v.id = wanted_voucher and v.state = 'active'
                      and now() < v.valid_until and t.state = 'on_sale') then return 0; end if;
    select case when bool_and(p.status = 'on_sale') then min(p.capacity + p.overbook - p.held - p.sold) else 0 end into room
      from pool_set_member m join pool p on p.id = m.pool_id where m.pool_set_id = reserve.pool_set_id;
    moved := -least(change, room, (select reserved_places from voucher where id = wanted_voucher) - here);
  end if;
  if here - moved <= 0 then
    update claim set state = 'released' where id = reserve.id and state = 'held';
  else
    update claim set quantity = here - moved, state = 'held' where id = reserve.id and (quantity <> here - moved or state <> 'held');
  end if;
  return abs(moved);
end $$;

-- Places drawn from the reserve go back to it with the hold.
create function return_reserved() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform change_reserve(new.voucher_id, new.reserved_places);
  update voucher_use set reserved_places = 0 where id = new.id;
  return null;
end $$;
create trigger return_reserved after update of state on voucher_use for each row
  when (old.state = 'held' and new.state in ('released','removed') and new.reserved_places > 0) execute function return_reserved();

-- Places taken again bring the voucher's use again, and are drawn from its reserve first. Refused where it is spent meanwhile.
create function retake_voucher() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare u voucher_use; drawn integer := 0;
begin
  select * into u from voucher_use where order_id = new.order_id and state = 'released';
  if not found then return new; end if;
  perform 1 from pool where id in (select pool_id from pool_set_member where pool_set_id = new.pool_set_id) order by id for update;
  if exists (select 1 from claim where voucher_id = u.voucher_id and pool_set_id = new.pool_set_id) then
    drawn := change_reserve(u.voucher_id, -new.quantity);
  end if;
  begin
    update voucher_use set state = 'held', reserved_places = drawn where id = u.id;
  exception when sqlstate 'MU013' then
    -- As when it is spent: whoever takes places again knows what to do without.
    raise exception 'the voucher does not stand any more' using errcode = '23514', constraint = 'voucher_uses';
  end;
  return new;
end $$;
create trigger retake_voucher before update of state on claim for each row
  when (old.state = 'released' and new.state in ('held','sold') and new.order_id is not null) execute function retake_voucher();

-- Takes a voucher for an order that is held; whoever had it before and took it off has it again.
create function take_voucher(wanted_order uuid, wanted_voucher uuid) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare people integer; drawn integer := 0;
begin
  perform 1 from orders where id = wanted_order for no key update;
  select sum(c.quantity) into people from claim c join claim r on r.pool_set_id = c.pool_set_id and r.voucher_id = wanted_voucher
   where c.order_id = wanted_order and c.state = 'held';
  if people is not null then drawn := change_reserve(wanted_voucher, -people); end if;
  insert into voucher_use (order_id, voucher_id, reserved_places) values (wanted_order, wanted_voucher, drawn)
  on conflict (order_id, voucher_id) do update set state = 'held', reserved_places = excluded.reserved_places
   where voucher_use.state in ('removed','released');
end $$;

-- Another number of people for an order with a voucher: the reserve gives or takes the difference, in one statement with the claim.
create function resize_with_voucher(wanted_order uuid, people integer) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare u voucher_use; now_held integer; moved integer;
begin
  select * into u from voucher_use where order_id = wanted_order and state = 'held';
  select sum(c.quantity) into now_held from claim c join claim r on r.pool_set_id = c.pool_set_id and r.voucher_id = u.voucher_id
   where c.order_id = wanted_order and c.state = 'held';
  if now_held is not null and people > now_held then
    moved := change_reserve(u.voucher_id, now_held - people);
    update voucher_use set reserved_places = reserved_places + moved where id = u.id and moved > 0;
  end if;
  update claim set quantity = people where order_id = wanted_order and state = 'held' and quantity <> people;
  if now_held is not null and people < u.reserved_places then
    perform change_reserve(u.voucher_id, u.reserved_places - people);
    update voucher_use set reserved_places = people where id = u.id;
  end if;
end $$;

-- Holds places with a code: what the voucher reserves is drawn first, the rest is held like any other, and the use is taken.
create function hold_with_voucher(request jsonb, wanted_voucher uuid)
returns table (verdict text, order_id uuid, room integer, scarce text, expires_at timestamptz)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare v voucher; people integer; drawn integer := 0; answer record; most integer;
begin
  select * into v from voucher where id = wanted_voucher;
  if not found then raise exception 'no such voucher' using errcode = 'MU013'; end if;
  if exists (select 1 from orders o where o.request_key = (request ->> 'requestKey')::uuid) then
    return query select h.verdict, h.order_id, h.room, h.scarce, h.expires_at from hold_places(jsonb_build_array(request)) h;
    return;
  end if;
  select sum((l ->> 'quantity')::integer) into people from jsonb_array_elements(request -> 'lines') l;
  select coalesce(v.maximum_tickets, order_ticket_limit(t.visit_date)) into most from timeslot t where t.id = (request ->> 'timeslotId')::uuid;
  if people > most then
    raise exception 'more tickets than an order may have' using errcode = 'MU014', constraint = 'order_ticket_limit';
  end if;
  if v.timeslot_id = (request ->> 'timeslotId')::uuid and coalesce(v.lane, 'public') = request ->> 'lane' then
    drawn := change_reserve(v.id, -people);
  end if;
  select * into answer from hold_places(jsonb_build_array(request));
  if answer.verdict = 'held' then
    insert into voucher_use (order_id, voucher_id, reserved_places) values (answer.order_id, v.id, drawn);
    update order_line l set full_price_minor = (r ->> 'fullPriceMinor')::integer from jsonb_array_elements(request -> 'lines') r
     where l.order_id = answer.order_id and l.ticket_type_id = (r ->> 'ticketTypeId')::uuid and r ->> 'fullPriceMinor' is not null;
  elsif drawn > 0 then
    perform change_reserve(v.id, drawn);
  end if;
  return query select answer.verdict, answer.order_id, answer.room, answer.scarce, answer.expires_at;
end $$;

-- What a voucher reserved and nobody has used by its end returns to the time it was taken from; so does a withdrawn one's.
create function release_reserved(most integer) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare over uuid; released integer := 0;
begin
  for over in select c.voucher_id from claim c join voucher v on v.id = c.voucher_id join timeslot t on t.id = v.timeslot_id
               where c.state = 'held' and (v.state = 'withdrawn' or v.valid_until <= now() or t.state not in ('draft','on_sale','closed')) limit most loop
    perform change_reserve(over, -500);
    released := released + 1;
  end loop;
  return released;
end $$;
create index claim_reserved on claim (id) where voucher_id is not null and state = 'held';

-- As in 0002; the uses of vouchers are let go together, in one order, before each order's own turn.
create or replace function release_run_out(most integer, among bigint[] default null) returns integer
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
  update voucher_use set state = 'released' where order_id = any (run_out) and state = 'held';
  update orders set state = 'expired' where id = any (run_out);
  return cardinality(run_out);
end $$;

-- Asked in vain: also a lane that a code had opened, and a code that was spent.
alter table refused_demand drop constraint refused_demand_why_check;
alter table refused_demand add constraint refused_demand_why_check check (why in ('full','not_on_sale','lane_full','voucher_used_up'));

-- limits -----------------------------------------------------------------------------------------------------------------------------

create function order_ticket_limit(on_date date) returns integer
language sql stable set search_path = public, pg_temp as $$
  select coalesce((setting_at('order_ticket_limit', on_date))::integer, 6)
$$;

-- A visitor's order has no more tickets than the rule says, or than its voucher says. hold_with_voucher, which knows the voucher
-- before the order is there, judges for itself.
create function limit_order() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  if current_user = 'museum_app' and exists (
    select 1 from new_rows c where c.quantity > (select coalesce(min(value::integer), 6) from setting where key = 'order_ticket_limit')
       and exists (select 1 from orders o join pool_set s on s.id = c.pool_set_id join timeslot t on t.id = s.timeslot_id
                    where o.id = c.order_id and o.channel = 'web' and c.state = 'held' and c.quantity >
                      coalesce((select maximum_tickets from voucher where id = o.voucher_id), order_ticket_limit(t.visit_date)))) then
    raise exception 'more tickets than an order may have' using errcode = 'MU014', constraint = 'order_ticket_limit';
  end if;
  return null;
end $$;
create trigger limit_order after insert on claim
  referencing new table as new_rows for each statement execute function limit_order();

-- Tickets that one address takes in a day. Orders of one address wait for each other here, so that neither counts without the
-- other. A voucher with a number of tickets of its own is a rule of its own.
create function check_email_day(wanted_order uuid) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare address text; most integer; taken integer;
begin
  select email_key(email) into address from orders where id = wanted_order;
  perform pg_advisory_xact_lock(hashtextextended(address, 24));
  most := coalesce((setting_at('email_day_ticket_limit', current_date))::integer, 18);
  select coalesce(sum(c.quantity), 0) into taken from orders o join claim c on c.order_id = o.id and c.state <> 'released'
    left join voucher v on v.id = o.voucher_id
   where email_key(o.email) = address and o.email is not null and o.channel = 'web' and o.created_at > now() - interval '24 hours'
     and o.state in ('held','awaiting_payment','expiring','paid','partially_refunded') and v.maximum_tickets is null;
  if taken > most then
    raise exception 'more tickets than one address may take in a day' using errcode = 'MU014', constraint = 'email_day_limit';
  end if;
end $$;
create index orders_email_day on orders (email_key(email), created_at) where email is not null and channel = 'web';

create function limit_email() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform check_email_day(new.id);
  return null;
end $$;
-- At the end of the transaction: an order's places are written after it. What the owner writes is history, brought from elsewhere.
create constraint trigger limit_email_insert after insert on orders deferrable initially deferred for each row
  when (new.channel = 'web' and new.email is not null and current_user = 'museum_app') execute function limit_email();
create trigger limit_email_update after update of email, state on orders for each row
  when (new.channel = 'web' and new.email is not null
    and (new.email is distinct from old.email or (old.state = 'expired' and new.state = 'held'))) execute function limit_email();

-- At the end of the transaction, after the pools have spoken.
create function limit_growth() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare o orders; most integer;
begin
  select * into o from orders where id = new.order_id;
  if o.channel <> 'web' then return null; end if;
  select coalesce((select maximum_tickets from voucher where id = o.voucher_id), order_ticket_limit(t.visit_date)) into most
    from pool_set s join timeslot t on t.id = s.timeslot_id where s.id = new.pool_set_id;
  if (select quantity from claim where id = new.id) > most then
    raise exception 'more tickets than an order may have' using errcode = 'MU014', constraint = 'order_ticket_limit';
  end if;
  if o.email is not null then perform check_email_day(o.id); end if;
  return null;
end $$;
create constraint trigger limit_growth after update of quantity on claim deferrable initially deferred for each row
  when (new.quantity > old.quantity and new.state = 'held' and new.order_id is not null) execute function limit_growth();

-- places added by people, and fire limits --------------------------------------------------------------------------------------------

-- One row for each change of a pool's overbook, and no change without its row: the column is written only here.
create table capacity_override (
  id bigint generated always as identity primary key,
  pool_id bigint not null references pool,
  change integer not null check (change <> 0),
  overbook_after integer not null check (overbook_after >= 0),
  reason text not null check (reason in ('larger_party','late_arrivals','guests','wrong_count','other','fire_limit')),
  note text not null check (length(note) between 3 and 500),
  staff_member_id uuid not null references staff_member,
  at timestamptz not null default now()
);
create index capacity_override_pool on capacity_override (pool_id, id);
create index capacity_override_staff on capacity_override (staff_member_id);
create trigger only_added_to before update or delete on capacity_override for each row execute function refuse_change();

-- Who acts, if it is a person who works here and whose role allows this.
create function acting_staff(wanted text) returns uuid
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare who uuid;
begin
  if current_setting('museum.actor_kind', true) = 'staff' then
    select s.id into who from staff_member s
     where s.id::text = current_setting('museum.actor_id', true) and s.is_active
       and exists (select 1 from staff_role r join role_permission p on p.role = r.role where r.staff_member_id = s.id and p.permission = wanted);
  end if;
  if who is null then raise exception 'nobody here may do this' using errcode = 'MU015'; end if;
  return who;
end $$;

-- Adds places to a pool, or takes added ones back: by so many, with a reason. pool_fire_limit and pool_room refuse the rest.
create function override_capacity(wanted_pool bigint, change integer, reason text, note text) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare who uuid := acting_staff('capacity.override'); after integer;
begin
  update pool set overbook = overbook + change where id = wanted_pool returning overbook into after;
  if not found then raise exception 'no such pool' using errcode = 'MU001'; end if;
  insert into capacity_override (pool_id, change, overbook_after, reason, note, staff_member_id)
  values (wanted_pool, change, after, reason, note, who);
  return after;
end $$;

-- Changes what the fire rules allow at once: of a space, or of the building (null). What is sold is never above it: a limit below
-- what is taken at any time from now on is refused (pool_room), and capacities above it come down to it.
create function change_fire_limit(wanted_space uuid, new_limit integer, note text) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare who uuid := acting_staff('capacity.fire_limit'); before integer; ids bigint[];
begin
  if new_limit < 1 or new_limit > 10000 or length(note) not between 3 and 500 or note is null then
    raise exception 'a fire limit needs a number and a reason' using errcode = '22023';
  end if;
  if wanted_space is null then
    perform pg_advisory_xact_lock(hashtextextended('building_fire_limit', 24));
    before := (setting_at('building_fire_limit', current_date))::integer;
    delete from setting where key = 'building_fire_limit' and valid_from >= current_date;
    insert into setting (key, valid_from, value, set_by) values ('building_fire_limit', current_date, to_jsonb(new_limit), who);
    update setting set value = to_jsonb(new_limit), set_by = who, set_at = now()
     where key = 'building_people_at_once' and valid_from >= current_date and value::integer > new_limit;
    if (setting_at('building_people_at_once', current_date))::integer > new_limit then
      insert into setting (key, valid_from, value, set_by) values ('building_people_at_once', current_date, to_jsonb(new_limit), who);
    end if;
  else
    select fire_limit into before from space where id = wanted_space for update;
    if not found then raise exception 'no such space' using errcode = '22023'; end if;
    update space set fire_limit = new_limit, people_at_once = least(people_at_once, new_limit) where id = wanted_space;
  end if;
  ids := array(select id from pool where kind = case when wanted_space is null then 'building' else 'space' end
                  and space_id is not distinct from wanted_space and quarter_at >= now() - interval '15 minutes' order by id for update);
  insert into capacity_override (pool_id, change, overbook_after, reason, note, staff_member_id)
  select id, greatest(0, least(overbook, new_limit - capacity)) - overbook, greatest(0, least(overbook, new_limit - capacity)), 'fire_limit', note, who
    from pool where id = any (ids) and overbook > greatest(0, new_limit - capacity);
  update pool set fire_limit = new_limit, capacity = least(capacity, new_limit), overbook = greatest(0, least(overbook, new_limit - capacity))
   where id = any (ids);
  insert into audit_log (actor_kind, actor_id, action, object_kind, object_id, before, after)
  values ('staff', who::text, 'fire_limit_changed', case when wanted_space is null then 'building' else 'space' end,
    coalesce(wanted_space::text, 'building'), jsonb_build_object('fireLimit', before), jsonb_build_object('fireLimit', new_limit, 'note', note));
  return before;
end $$;

-- The building's fire limit stands among the settings, which the app may otherwise write.
create function guard_fire_setting() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  if current_user = 'museum_app' and (new.key = 'building_fire_limit' or (tg_op = 'UPDATE' and old.key = 'building_fire_limit')) then
    raise exception 'the fire limit is changed by change_fire_limit' using errcode = 'MU015';
  end if;
  return new;
end $$;
create trigger guard_fire_setting before insert or update on setting for each row execute function guard_fire_setting();

-- rights -------------------------------------------------------------------------------------------------------------------------------

revoke update (overbook) on pool from museum_app;
revoke update on space from museum_app;
grant update (code, names, level, people_at_once, is_step_free, access_facts, advisories, advisory_age, hard_minimum_age, position)
  on space to museum_app;

grant select on voucher, voucher_product, voucher_ticket_type, voucher_use, capacity_override to museum_app;
grant insert (id, code, batch_id, label, effect, effect_value, currency, lane, timeslot_id, reserved_places, max_uses, max_uses_per_email,
  minimum_tickets, maximum_tickets, valid_from, valid_until, is_given_back, made_by) on voucher to museum_app;
grant update (label, state, max_uses, max_uses_per_email, minimum_tickets, maximum_tickets, valid_from, valid_until, is_given_back)
  on voucher to museum_app;
grant insert on voucher_product, voucher_ticket_type to museum_app;
grant update (state) on voucher_use to museum_app;

revoke execute on function email_key(text), guard_voucher_use(), count_voucher_uses(), follow_order(), follow_order_email(), guard_reduced_line(),
  guard_return(), guard_lane(), reserve_places(), change_reserve(uuid, integer), return_reserved(), retake_voucher(), take_voucher(uuid, uuid),
  resize_with_voucher(uuid, integer), hold_with_voucher(jsonb, uuid), release_reserved(integer), order_ticket_limit(date), limit_order(),
  check_email_day(uuid), limit_email(), limit_growth(), acting_staff(text), override_capacity(bigint, integer, text, text),
  change_fire_limit(uuid, integer, text), guard_fire_setting() from public;
grant execute on function email_key(text), take_voucher(uuid, uuid), resize_with_voucher(uuid, integer), hold_with_voucher(jsonb, uuid),
  release_reserved(integer), order_ticket_limit(date), override_capacity(bigint, integer, text, text),
  change_fire_limit(uuid, integer, text) to museum_app;
