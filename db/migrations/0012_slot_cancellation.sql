-- Times that do not take place after all (correctness: one idempotent unit for each order), orders that move, and what a provider
-- would tell us of if a message had not been lost. SQLSTATE of our own: MU011 a cancellation that is not over.

-- Why a time was cancelled, and until when its visitors may say what they would rather have. One row a time, for ever.
create table slot_cancellation (
  timeslot_id uuid primary key references timeslot,
  reason text not null check (reason in ('guide_missing','building_closed','technical','official_event','weather','other')),
  note text not null check (length(note) between 3 and 500 and note !~ '[[:cntrl:]]'),
  answer_until timestamptz not null,
  requested_by text not null,
  requested_at timestamptz not null default now(),
  -- when the orders were listed, and when the last of them was brought to its end
  listed_at timestamptz,
  finished_at timestamptz,
  constraint slot_cancellation_answer check (answer_until >= requested_at),
  constraint slot_cancellation_steps check (finished_at is null or listed_at is not null)
);
create index slot_cancellation_open on slot_cancellation (requested_at) where finished_at is null;

-- What becomes of each order of such a time, once.
create table slot_cancellation_item (
  id uuid primary key default uuidv7(),
  timeslot_id uuid not null references slot_cancellation,
  order_id uuid not null references orders,
  state text not null default 'listed'
    check (state in ('listed','offered','moved','refunding','refunded','nothing_due','needs_person')),
  -- what a person is needed for
  why text check (why in ('disputed','refund_failed','paid_by_hand')),
  moved_to uuid references timeslot,
  -- not looked at before; whoever works on it puts it a minute ahead
  look_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (timeslot_id, order_id),
  constraint slot_cancellation_item_why check ((state = 'needs_person') = (why is not null)),
  constraint slot_cancellation_item_moved check ((state = 'moved') = (moved_to is not null))
);
create index slot_cancellation_item_order on slot_cancellation_item (order_id);
create index slot_cancellation_item_moved_to on slot_cancellation_item (moved_to);
create index slot_cancellation_item_due on slot_cancellation_item (look_at) where state in ('listed','offered','refunding','needs_person');
create index slot_cancellation_item_open on slot_cancellation_item (timeslot_id) where state in ('listed','offered','refunding');

insert into allowed_transition (machine, from_state, to_state) values
  ('cancellation','listed','offered'), ('cancellation','listed','moved'), ('cancellation','listed','refunding'),
  ('cancellation','listed','refunded'), ('cancellation','listed','nothing_due'), ('cancellation','listed','needs_person'),
  ('cancellation','offered','moved'), ('cancellation','offered','refunding'), ('cancellation','offered','refunded'),
  ('cancellation','offered','nothing_due'), ('cancellation','offered','needs_person'),
  ('cancellation','refunding','refunded'), ('cancellation','refunding','nothing_due'), ('cancellation','refunding','needs_person'),
  ('cancellation','needs_person','offered'), ('cancellation','needs_person','moved'), ('cancellation','needs_person','refunding'),
  ('cancellation','needs_person','refunded'), ('cancellation','needs_person','nothing_due'),
  -- a bank may send a refund back days later
  ('cancellation','refunded','needs_person'), ('cancellation','refunded','refunding'),
  -- places of another time are counted in the same step in which the old ones are given back
  ('claim','-','released');
create trigger guard_transition before update of state on slot_cancellation_item
  for each row execute function guard_transition('cancellation');
create trigger write_history_insert after insert on slot_cancellation_item referencing new table as new_rows
  for each statement execute function write_history('cancellation');
create trigger write_history_update after update on slot_cancellation_item referencing old table as old_rows new table as new_rows
  for each statement execute function write_history('cancellation');
insert into allowed_transition (machine, from_state, to_state) values ('cancellation','-','listed');

-- Who ends the sale of a time for good closes its lanes: from then on no place of it is taken, by no path.
create function close_lanes() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.state in ('cancelling','cancelled') and new.state is distinct from old.state then
    update pool set status = 'closed' where timeslot_id = new.id and status <> 'closed';
  end if;
  return null;
end $$;
create trigger close_lanes after update of state on timeslot for each row execute function close_lanes();

create function guard_lane_open() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.status = 'on_sale' and exists (select 1 from timeslot where id = new.timeslot_id and state in ('cancelling','cancelled')) then
    raise exception 'a time that is cancelled takes nobody' using errcode = 'MU001';
  end if;
  return new;
end $$;
create trigger guard_lane_open before update of status on pool for each row execute function guard_lane_open();

-- Cancelled is only what is cancelled for everybody: all orders were looked at, each came to its end, nobody has a place left.
create function guard_cancelled() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.state = 'cancelled' and old.state = 'cancelling' and exists (select 1 from slot_cancellation where timeslot_id = new.id) and (
       exists (select 1 from slot_cancellation where timeslot_id = new.id and listed_at is null)
    or exists (select 1 from slot_cancellation_item where timeslot_id = new.id and state in ('listed','offered','refunding'))
    or exists (select 1 from claim c join pool_set s on s.id = c.pool_set_id join orders o on o.id = c.order_id
                where s.timeslot_id = new.id and c.state <> 'released' and o.state <> 'disputed'))
  then
    raise exception 'an order of this time has not come to its end' using errcode = 'MU011';
  end if;
  return new;
end $$;
create trigger guard_cancelled before update of state on timeslot for each row execute function guard_cancelled();

-- Money that comes for such a time goes back in full (settle); its order is on the list from that moment, too.
create function list_late_payer() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into slot_cancellation_item (timeslot_id, order_id)
  select distinct c.timeslot_id, r.order_id from new_rows r join order_line l on l.order_id = r.order_id
    join slot_cancellation c on c.timeslot_id = l.timeslot_id
   where r.reason = 'cancelled_by_museum'
  on conflict (timeslot_id, order_id) do nothing;
  return null;
end $$;
create trigger list_late_payer after insert on refund referencing new table as new_rows
  for each statement execute function list_late_payer();

-- A claim may begin as nothing, to become sold in the step that gives the old places back.
create or replace function guard_claim_insert() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  if current_user = 'museum_app' and (new.order_id is null or new.state not in ('held','released')) then
    raise exception 'a claim of an order begins held' using errcode = 'MU002';
  end if;
  return new;
end $$;

-- Moves an order's live tickets and their places from one time to another, in every pool or in none: what both times draw on is
-- counted once. Throws 23514 (pool_room) without room, MU001 where the new time is not on sale. Returns the people moved.
create function move_places(moving uuid, from_slot uuid, to_slot uuid) returns integer
language plpgsql set search_path = public, pg_temp as $$
declare people integer; old_set bigint; new_set bigint; pools bigint[];
begin
  select sum(party_size) into people from ticket where order_id = moving and timeslot_id = from_slot and state <> 'revoked';
  select c.pool_set_id into old_set from claim c join pool_set s on s.id = c.pool_set_id
   where c.order_id = moving and s.timeslot_id = from_slot and c.state = 'sold' and c.quantity >= people;
  select s.id into new_set from pool_set s join orders o on o.lane = s.lane where o.id = moving and s.timeslot_id = to_slot and s.is_current;
  if old_set is null or new_set is null then
    raise exception 'order % has no places to move', moving using errcode = 'MU001';
  end if;
  pools := array(select pool_id from pool_set_member where pool_set_id = new_set);
  perform 1 from pool where id in (select pool_id from pool_set_member where pool_set_id in (old_set, new_set)) order by id for update;
  insert into claim (order_id, pool_set_id, quantity, state) values (moving, new_set, people, 'released') on conflict (order_id, pool_set_id) do nothing;
  if exists (select 1 from pool where id = any (pools) and status <> 'on_sale')
     or not exists (select 1 from timeslot where id = to_slot and state = 'on_sale') then
    raise exception 'the new time is not on sale' using errcode = 'MU001';
  end if;
  if exists (select 1 from pool where id = any (pools) and capacity + overbook - held - sold < people) then
    perform release_run_out(200, pools);
  end if;
  -- One statement: the triggers see all of it, and neither a place without its ticket nor a ticket without its place.
  with moved_tickets as (
    update ticket set timeslot_id = to_slot where order_id = moving and timeslot_id = from_slot and state <> 'revoked' returning 1
  ), moved_lines as (
    update order_line set timeslot_id = to_slot where order_id = moving and timeslot_id = from_slot returning 1
  )
  update claim c set
      quantity = case when c.pool_set_id = new_set then case when c.state = 'sold' then c.quantity + people else people end
                      when c.quantity > people then c.quantity - people else c.quantity end,
      state = case when c.pool_set_id = new_set or c.quantity > people then 'sold' else 'released' end
    where c.order_id = moving and c.pool_set_id in (old_set, new_set);
  return people;
end $$;

-- When the next call to a payment provider may go out that nobody waits for at a screen: refunds, pages closed. One row a queue.
create table call_pace (
  queue text primary key check (length(queue) between 1 and 40),
  next_at timestamptz not null
);

-- Up to when we have read a gateway's lists of what began in our account, by the gateway's own clock.
create table provider_cursor (
  provider text not null,
  list text not null check (list in ('refunds','disputes')),
  seen_until timestamptz not null,
  primary key (provider, list)
);

-- A bank's open cases are asked after until they are decided.
create index payment_disputed on payment (updated_at) where dispute_state = 'open';

grant select on slot_cancellation, slot_cancellation_item, call_pace, provider_cursor to museum_app;
grant insert (timeslot_id, reason, note, answer_until, requested_by), update (listed_at, finished_at) on slot_cancellation to museum_app;
grant insert (timeslot_id, order_id), update (state, why, moved_to, look_at, updated_at) on slot_cancellation_item to museum_app;
grant insert, update on call_pace, provider_cursor to museum_app;
revoke execute on function close_lanes(), guard_lane_open(), guard_cancelled(), list_late_payer(), move_places(uuid, uuid, uuid) from public;
grant execute on function move_places(uuid, uuid, uuid) to museum_app;
