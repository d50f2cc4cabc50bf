-- Changes of a paid order (requirements 3.3): another time, other ticket types, more people; with what each costs or brings back.
-- SQLSTATEs of our own: MU020 a change without its money, or applied twice; MU021 the order is not any more what the change was
-- made for; MU022 a ticket that would bring back more than it cost.

-- One change of one order: what its tickets shall be afterwards, line by line, and what that costs. Written once; only the state
-- and the time until which its places are held go on.
create table order_change (
  id uuid primary key default uuidv7(),
  order_id uuid not null references orders,
  kind text not null check (kind in ('move','types','people')),
  state text not null default 'open' check (state in ('open','applied','dropped','run_out')),
  from_timeslot_id uuid not null references timeslot,
  to_timeslot_id uuid not null references timeslot,
  -- [{"ticketTypeId", "quantity", "unitPriceMinor", "taxMinor", "fullPriceMinor", "ticketIds": [...]}]: more than the tickets named
  -- are new people
  lines jsonb not null check (jsonb_typeof(lines) = 'array' and jsonb_array_length(lines) between 1 and 100),
  before_minor integer not null check (before_minor >= 0),
  after_minor integer not null check (after_minor >= 0),
  -- what goes back of a lower price, by the ladder
  returned_minor integer not null default 0,
  share_per_mille smallint not null check (share_per_mille between 0 and 1000),
  added_people smallint not null default 0 check (added_people between 0 and 500),
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  -- the form's own id: pressed twice, it is one change
  request_key uuid unique,
  made_at timestamptz not null default now(),
  expires_at timestamptz not null,
  applied_at timestamptz,
  constraint order_change_of_order unique (id, order_id),
  constraint order_change_age check (expires_at <= made_at + interval '60 minutes'),
  constraint order_change_returned check (returned_minor >= 0 and returned_minor <= greatest(0, before_minor - after_minor)),
  constraint order_change_applied check ((state = 'applied') = (applied_at is not null))
);
create unique index order_change_one_open on order_change (order_id) where state = 'open';
create index order_change_order on order_change (order_id, made_at);
create index order_change_from on order_change (from_timeslot_id);
create index order_change_to on order_change (to_timeslot_id);
create index order_change_running_out on order_change (expires_at) where state = 'open';

insert into allowed_transition (machine, from_state, to_state) values
  ('order_change','-','open'), ('order_change','open','applied'), ('order_change','open','dropped'), ('order_change','open','run_out'),
  -- money that came late, and the places are free again
  ('order_change','run_out','applied');
create trigger guard_transition before update of state on order_change for each row execute function guard_transition('order_change');
create trigger write_history_insert after insert on order_change
  referencing new table as new_rows for each statement execute function write_history('order_change');
create trigger write_history_update after update on order_change
  referencing old table as old_rows new table as new_rows for each statement execute function write_history('order_change');

-- What is paid for a change, and what goes back because of one.
alter table payment add column change_id uuid;
alter table payment add constraint payment_change foreign key (change_id, order_id) references order_change (id, order_id) not valid;
alter table payment validate constraint payment_change;
create index payment_of_change on payment (change_id) where change_id is not null;
alter table refund add column change_id uuid;
alter table refund add constraint refund_change foreign key (change_id, order_id) references order_change (id, order_id) not valid;
alter table refund validate constraint refund_change;
create index refund_of_change on refund (change_id) where change_id is not null;
alter table refund drop constraint refund_reason_check;
alter table refund add constraint refund_reason_check check (reason in
  ('late_payment','paid_twice','cancelled_by_museum','cancelled_by_visitor','mistake','outside','changed','change_undone')) not valid;
alter table refund validate constraint refund_reason_check;

-- A dearer change is made only with its money. (That it is made by apply_change alone, order_change_applied sees to: the app's role
-- cannot write applied_at.)
create function guard_change() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  if new.state <> 'applied' or old.state = 'applied' then return new; end if;
  if new.after_minor > new.before_minor and not exists (
    select 1 from payment where change_id = new.id and state = 'succeeded' and currency = new.currency
       and captured_minor = new.after_minor - new.before_minor and refund_reserved_minor = 0)
  then
    raise exception 'the difference has not been paid' using errcode = 'MU020';
  end if;
  return new;
end $$;
create trigger guard_change before update of state on order_change for each row execute function guard_change();

-- places -----------------------------------------------------------------------------------------------------------------------

-- Places that are held for a change are a claim of the change itself.
alter table claim add column change_id uuid references order_change;
alter table claim drop constraint claim_one_owner;
alter table claim add constraint claim_one_owner check (num_nonnulls(order_id, voucher_id, change_id) <= 1);
create unique index claim_change on claim (change_id) where change_id is not null;
drop index claim_guide;
create unique index claim_guide on claim (pool_set_id) where order_id is null and voucher_id is null and change_id is null;

-- What one time draws on and another does not: who moves has the rest already, and does not take it twice. Never current.
alter table pool_set add column full_set_id bigint references pool_set;
alter table pool_set add column without_set_id bigint references pool_set;
create unique index pool_set_beyond on pool_set (full_set_id, without_set_id) where full_set_id is not null;
create index pool_set_without on pool_set (without_set_id) where without_set_id is not null;

create function set_beyond(full_set bigint, without_set bigint) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare found_id bigint;
begin
  select id into found_id from pool_set where full_set_id = full_set and without_set_id = without_set;
  if found then return found_id; end if;
  insert into pool_set (timeslot_id, lane, is_current, full_set_id, without_set_id)
  select timeslot_id, lane, false, full_set, without_set from pool_set where id = full_set
  on conflict do nothing returning id into found_id;
  if found_id is null then
    select id into found_id from pool_set where full_set_id = full_set and without_set_id = without_set;
  else
    insert into pool_set_member (pool_set_id, pool_id)
    select found_id, pool_id from pool_set_member where pool_set_id = full_set
    except select found_id, pool_id from pool_set_member where pool_set_id = without_set;
  end if;
  return found_id;
end $$;

-- Holds what a change needs and the order has not yet: in every pool or in none. Throws 23514 (pool_room) without room, MU001 where
-- the time is not on sale. Returns the places held.
create function hold_change_places(wanted uuid) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare c order_change; people integer; old_set bigint; set_id bigint; pools bigint[];
begin
  select * into c from order_change where id = wanted and state = 'open';
  if not found then raise exception 'no open change' using errcode = 'MU020'; end if;
  select coalesce(sum(party_size), 0) into people from ticket where order_id = c.order_id and timeslot_id = c.from_timeslot_id and state <> 'revoked';
  select k.pool_set_id into old_set from claim k join pool_set s on s.id = k.pool_set_id
   where k.order_id = c.order_id and s.timeslot_id = c.from_timeslot_id and k.state = 'sold' and k.quantity >= people;
  if c.to_timeslot_id = c.from_timeslot_id then
    set_id := old_set;
    people := c.added_people;
  else
    select set_beyond(s.id, old_set) into set_id from pool_set s join orders o on o.lane = s.lane
     where o.id = c.order_id and s.timeslot_id = c.to_timeslot_id and s.is_current;
    people := people + c.added_people;
  end if;
  if old_set is null or set_id is null then raise exception 'no places to change' using errcode = 'MU001'; end if;
  if people = 0 then return 0; end if;
  pools := array(select pool_id from pool_set_member where pool_set_id = set_id);
  perform 1 from pool where id = any (pools) order by id for update;
  if not exists (select 1 from timeslot where id = c.to_timeslot_id and state = 'on_sale') then
    raise exception 'the time is not on sale' using errcode = 'MU001';
  end if;
  if exists (select 1 from pool where id = any (pools) and capacity + overbook - held - sold < people) then
    perform release_run_out(200, pools);
  end if;
  insert into claim (change_id, pool_set_id, quantity, state) values (c.id, set_id, people, 'held');
  return people;
end $$;

-- A change that is over gives back what was held for it.
create function follow_change() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update claim k set state = 'released' from new_rows n
   where k.change_id = n.id and n.state in ('dropped','run_out') and k.state = 'held';
  return null;
end $$;
create trigger follow_change after update on order_change
  referencing new table as new_rows for each statement execute function follow_change();

-- Ends changes whose time is over, or whose order or time has gone another way, and whose page takes no money any more.
create function release_run_out_changes(most integer) returns integer
language plpgsql set search_path = public, pg_temp as $$
declare run_out uuid[];
begin
  select array_agg(id) into run_out from (
    select c.id from order_change c join orders o on o.id = c.order_id join timeslot t on t.id = c.to_timeslot_id
     where c.state = 'open' and (c.expires_at < now() or t.state in ('cancelling','cancelled') or o.state not in ('paid','partially_refunded'))
       and not exists (select 1 from payment p where p.change_id = c.id and p.state in ('created','open','processing'))
     order by o.id limit most for no key update of o skip locked) r;
  if run_out is null then return 0; end if;
  update order_change set state = 'run_out' where id = any (run_out) and state = 'open';
  return cardinality(run_out);
end $$;

-- applying ---------------------------------------------------------------------------------------------------------------------

-- As in 0009, but for the step that applies a change.
create or replace function guard_total() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  if new.total_minor <> old.total_minor and old.state in
    ('paid','partially_refunded','refunded','disputed','lost','paid_unfulfillable','refund_pending')
    and not (current_user <> 'museum_app' and coalesce(current_setting('museum.applying_change', true), '') = old.id::text)
  then
    raise exception 'the sum of a settled order stays' using errcode = 'MU008';
  end if;
  return new;
end $$;

create or replace function guard_line() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  if exists (select 1 from orders where id = old.order_id and state in
    ('paid','partially_refunded','refunded','disputed','lost','paid_unfulfillable','refund_pending'))
    and not (current_user <> 'museum_app' and coalesce(current_setting('museum.applying_change', true), '') = old.order_id::text)
  then
    raise exception 'the lines of a settled order stay' using errcode = 'MU008';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;

-- Applies a change, under the order's lock: places swapped in every pool or in none (what both times draw on is counted once), lines
-- and tickets as the change says, codes as they were, new people's tickets issued. Throws MU020 a second time or without the money,
-- MU021 where the order is not any more what the change was made for, 23514 without room, MU001 where the time is not on sale.
create function apply_change(wanted uuid) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  c order_change; o orders; people integer; paid integer; live uuid[]; named uuid[]; old_claim claim; new_claim claim; new_set bigint;
  base integer; lines_minor integer; old_lines uuid[]; pools bigint[]; slot timeslot;
begin
  select * into o from orders where id = (select order_id from order_change where id = wanted) for no key update;
  select * into c from order_change where id = wanted for update;
  if not found or c.state not in ('open','run_out') then
    raise exception 'a change is applied once' using errcode = 'MU020';
  end if;
  perform 1 from ticket where order_id = o.id order by id for no key update;
  select array_agg(k.id order by k.id), sum(k.party_size), sum(l.unit_price_minor * k.party_size) into live, people, paid
    from ticket k join order_line l on l.id = k.order_line_id
   where k.order_id = o.id and k.timeslot_id = c.from_timeslot_id and k.state <> 'revoked';
  named := array(select t::uuid from jsonb_array_elements(c.lines) l cross join lateral jsonb_array_elements_text(l -> 'ticketIds') t order by 1);
  if o.state not in ('paid','partially_refunded') or live is distinct from named or paid <> c.before_minor
     or exists (select 1 from ticket k join (select (l ->> 'ticketTypeId')::uuid as type_id, t::uuid as id
                  from jsonb_array_elements(c.lines) l cross join lateral jsonb_array_elements_text(l -> 'ticketIds') t) n on n.id = k.id
                 where k.admitted_people > 0 and (c.kind = 'move' or k.ticket_type_id <> n.type_id))
  then
    raise exception 'the order has changed meanwhile' using errcode = 'MU021';
  end if;
  select * into slot from timeslot where id = c.to_timeslot_id for share;
  if slot.state not in ('on_sale','closed') or slot.starts_at <= now()
     or (slot.state <> 'on_sale' and (c.to_timeslot_id <> c.from_timeslot_id or c.added_people > 0)) then
    raise exception 'the time is not on sale' using errcode = 'MU001';
  end if;

  select k.* into old_claim from claim k join pool_set s on s.id = k.pool_set_id
   where k.order_id = o.id and s.timeslot_id = c.from_timeslot_id and k.state = 'sold' and k.quantity >= people;
  if c.to_timeslot_id = c.from_timeslot_id then
    new_set := old_claim.pool_set_id;
  else
    select s.id into new_set from pool_set s where s.timeslot_id = c.to_timeslot_id and s.lane = o.lane and s.is_current;
  end if;
  if old_claim.id is null or new_set is null then raise exception 'no places to change' using errcode = 'MU001'; end if;
  pools := array(select pool_id from pool_set_member where pool_set_id = new_set);
  perform 1 from pool where id in (select pool_id from pool_set_member where pool_set_id in (old_claim.pool_set_id, new_set)) order by id for update;
  if c.to_timeslot_id <> c.from_timeslot_id then
    insert into claim (order_id, pool_set_id, quantity, state) values (o.id, new_set, people + c.added_people, 'released')
    on conflict (order_id, pool_set_id) do nothing;
  end if;
  select * into new_claim from claim where order_id = o.id and pool_set_id = new_set;
  if not exists (select 1 from claim where change_id = c.id and state = 'held')
     and exists (select 1 from pool where id = any (pools) and capacity + overbook - held - sold < people + c.added_people) then
    perform release_run_out(200, pools);
  end if;

  update order_change set state = 'applied', applied_at = now() where id = c.id;
  perform set_config('museum.applying_change', o.id::text, true);
  select array_agg(id order by line_no), case when min(line_no) > 300 then 0 else max(line_no) end, sum(total_minor) into old_lines, base, lines_minor
    from order_line where order_id = o.id;
  insert into order_line (order_id, line_no, timeslot_id, ticket_type_id, quantity, unit_price_minor, tax_minor, total_minor, full_price_minor)
  select o.id, base + x.no, c.to_timeslot_id, (x.line ->> 'ticketTypeId')::uuid, (x.line ->> 'quantity')::smallint,
         (x.line ->> 'unitPriceMinor')::integer, (x.line ->> 'taxMinor')::integer,
         (x.line ->> 'unitPriceMinor')::integer * (x.line ->> 'quantity')::integer, (x.line ->> 'fullPriceMinor')::integer
    from jsonb_array_elements(c.lines) with ordinality x(line, no);
  -- What was taken back before stays what it cost, on a line of its own.
  insert into order_line (order_id, line_no, timeslot_id, ticket_type_id, quantity, unit_price_minor, tax_minor, total_minor, full_price_minor)
  select o.id, base + 100 + w.no, c.to_timeslot_id, l.ticket_type_id, g.people, l.unit_price_minor, round(l.tax_minor::numeric * g.people / l.quantity),
         l.unit_price_minor * g.people, l.full_price_minor
    from unnest(old_lines) with ordinality w(id, no) join order_line l on l.id = w.id
    join (select order_line_id, sum(party_size) as people from ticket where order_id = o.id and state = 'revoked' group by 1) g on g.order_line_id = l.id;
  -- One statement: the triggers see all of it, and neither a place without its ticket nor a ticket without its place.
  with placed as (
    select l.id as line_id, t.id::uuid as ticket_id, t.no as unit_no, l.ticket_type_id, true as is_live
      from jsonb_array_elements(c.lines) with ordinality x(line, no)
      join order_line l on l.order_id = o.id and l.line_no = base + x.no and l.id <> all (old_lines)
      cross join lateral jsonb_array_elements_text(x.line -> 'ticketIds') with ordinality t(id, no)
    union all
    select n.id, k.id, row_number() over (partition by k.order_line_id order by k.unit_no), k.ticket_type_id, false
      from ticket k join unnest(old_lines) with ordinality w(id, no) on w.id = k.order_line_id
      join order_line n on n.order_id = o.id and n.line_no = base + 100 + w.no and n.id <> all (old_lines)
     where k.order_id = o.id and k.state = 'revoked'
  ), moved as (
    update ticket k set order_line_id = p.line_id, unit_no = p.unit_no, ticket_type_id = p.ticket_type_id,
           timeslot_id = case when p.is_live then c.to_timeslot_id else k.timeslot_id end
      from placed p where k.id = p.ticket_id returning 1
  )
  update claim k set
      quantity = case when k.change_id is not null then k.quantity
                      when k.id = new_claim.id and k.id = old_claim.id then k.quantity + c.added_people
                      when k.id = new_claim.id then case when k.state = 'sold' then k.quantity else 0 end + people + c.added_people
                      when k.quantity > people then k.quantity - people else k.quantity end,
      state = case when k.change_id is not null then 'released'
                   when k.id = new_claim.id or k.quantity > people then 'sold' else 'released' end
   where (k.id in (old_claim.id, new_claim.id) and (old_claim.id <> new_claim.id or c.added_people > 0)) or (k.change_id = c.id and k.state = 'held');
  delete from order_line where id = any (old_lines);
  -- What is paid beside the lines stays as it is.
  update orders set total_minor = total_minor - lines_minor + (select sum(total_minor) from order_line where order_id = o.id) where id = o.id;
  if c.added_people > 0 then perform issue_tickets(array[o.id]); end if;
  perform set_config('museum.applying_change', '', true);
  return people + c.added_people;
end $$;

-- limits -----------------------------------------------------------------------------------------------------------------------

-- As in 0013, with the people who come by a change of an older order.
create or replace function check_email_day(wanted_order uuid) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare address text; most integer; taken integer; added integer;
begin
  select email_key(email) into address from orders where id = wanted_order;
  perform pg_advisory_xact_lock(hashtextextended(address, 24));
  most := coalesce((setting_at('email_day_ticket_limit', current_date))::integer, 18);
  select coalesce(sum(c.quantity), 0) into taken from orders o join claim c on c.order_id = o.id and c.state <> 'released'
    left join voucher v on v.id = o.voucher_id
   where email_key(o.email) = address and o.email is not null and o.channel = 'web' and o.created_at > now() - interval '24 hours'
     and o.state in ('held','awaiting_payment','expiring','paid','partially_refunded') and v.maximum_tickets is null;
  select coalesce(sum(g.added_people), 0) into added from orders o join order_change g on g.order_id = o.id
    left join voucher v on v.id = o.voucher_id
   where email_key(o.email) = address and o.email is not null and o.channel = 'web' and g.added_people > 0 and v.maximum_tickets is null
     and (g.state = 'open' or (g.state = 'applied' and g.applied_at > now() - interval '24 hours' and o.created_at <= now() - interval '24 hours'));
  if taken + added > most then
    raise exception 'more tickets than one address may take in a day' using errcode = 'MU014', constraint = 'email_day_limit';
  end if;
end $$;

-- People who come to an order later are counted like those who came with it.
create function limit_change() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare o orders; most integer;
begin
  select * into o from orders where id = new.order_id;
  if o.channel <> 'web' then return null; end if;
  select coalesce((select maximum_tickets from voucher where id = o.voucher_id), order_ticket_limit(t.visit_date)) into most
    from timeslot t where t.id = new.to_timeslot_id;
  if (select coalesce(sum(party_size), 0) from ticket where order_id = o.id and state <> 'revoked') + new.added_people > most then
    raise exception 'more tickets than an order may have' using errcode = 'MU014', constraint = 'order_ticket_limit';
  end if;
  if o.email is not null then perform check_email_day(o.id); end if;
  return null;
end $$;
create trigger limit_change after insert on order_change for each row when (new.added_people > 0) execute function limit_change();

-- refunds ----------------------------------------------------------------------------------------------------------------------

-- A ticket that was paid in parts goes back in parts: once from each payment, and never more than it cost.
drop index refund_ticket_once;
create unique index refund_ticket_once on refund (ticket_id, payment_id) where state not in ('failed','canceled');
create function guard_ticket_refund() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform 1 from ticket where id = new.ticket_id for no key update;
  if (select sum(amount_minor) from refund where ticket_id = new.ticket_id and state not in ('failed','canceled'))
     > (select l.unit_price_minor * k.party_size from ticket k join order_line l on l.id = k.order_line_id where k.id = new.ticket_id) then
    raise exception 'a ticket brings back no more than it cost' using errcode = 'MU022';
  end if;
  return null;
end $$;
create trigger guard_ticket_refund after insert on refund for each row when (new.ticket_id is not null) execute function guard_ticket_refund();

-- help -------------------------------------------------------------------------------------------------------------------------

-- What a visitor wrote to the museum from the page of an order.
create table help_request (
  id uuid primary key default uuidv7(),
  order_id uuid not null references orders,
  text text not null check (length(text) between 3 and 1000),
  locale text not null check (locale in ('az','en','ru')),
  request_key uuid not null unique,
  asked_at timestamptz not null default now()
);
create index help_request_order on help_request (order_id, asked_at);

-- rights and plans ---------------------------------------------------------------------------------------------------------------

grant select on order_change, help_request to museum_app;
grant insert (id, order_id, kind, from_timeslot_id, to_timeslot_id, lines, before_minor, after_minor, returned_minor, share_per_mille,
  added_people, currency, request_key, expires_at) on order_change to museum_app;
grant update (state, expires_at) on order_change to museum_app;
grant insert (change_id) on payment to museum_app;
grant insert (id, order_id, text, locale, request_key) on help_request to museum_app;
revoke execute on function guard_change(), set_beyond(bigint, bigint), hold_change_places(uuid), follow_change(), release_run_out_changes(integer),
  apply_change(uuid), limit_change(), guard_ticket_refund() from public;
grant execute on function hold_change_places(uuid), release_run_out_changes(integer), apply_change(uuid) to museum_app;

do $do$
declare name text; planned text;
begin
  foreach name in array array['check_email_day(uuid)', 'guard_ticket_refund()', 'apply_change(uuid)', 'hold_change_places(uuid)', 'limit_change()'] loop
    foreach planned in array array['plan_cache_mode = force_generic_plan', 'enable_seqscan = off', 'enable_hashjoin = off', 'enable_mergejoin = off'] loop
      execute format('alter function %s set %s', name, planned);
    end loop;
  end loop;
end $do$;
