-- Messages that became superfluous before they were sent, messages about several orders at once, and the quiet donation: a sum of its own
-- beside the tickets, never asked for on a day of commemoration. SQLSTATE of our own: MU018 no donation here and now.

-- messages ----------------------------------------------------------------------------------------------------------------------

-- Dropped: there was nothing to say any more (the visit of a reminder has moved) or at all (nothing is booked with this address).
alter table message drop constraint message_state_check;
alter table message add constraint message_state_check check (state in ('queued','sent','failed','dropped'));
-- An address that somebody only typed, and that no order has, is not kept.
grant update (recipient) on message to museum_app;
alter table message add constraint message_recipient_known check (recipient <> '' or state = 'dropped');
create function guard_message_recipient() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  if new.recipient <> '' then
    raise exception 'a message stays with whom it is for' using errcode = 'MU008';
  end if;
  return new;
end $$;
create trigger guard_message_recipient before update of recipient on message
  for each row when (new.recipient is distinct from old.recipient) execute function guard_message_recipient();

-- donation ----------------------------------------------------------------------------------------------------------------------

alter table orders add column donation_minor integer not null default 0,
  -- What of it went back: nothing, or all.
  add column donation_back_minor integer not null default 0,
  add constraint orders_donation_minor_check check (donation_minor >= 0 and donation_minor <= total_minor),
  add constraint orders_donation_back check (donation_back_minor in (0, donation_minor));
grant update (donation_minor, donation_back_minor) on orders to museum_app;

-- Neither for a visit on a day of commemoration nor on such a day itself; and only while nobody has begun to pay.
create function guard_donation() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.donation_minor > 0 and exists (
    select 1 from day_type d where d.code = 'commemoration'
       and (d.visit_date in (select t.visit_date from order_line l join timeslot t on t.id = l.timeslot_id where l.order_id = new.id)
            or d.visit_date = (now() at time zone (select time_zone from museum limit 1))::date))
  then
    raise exception 'no donation on a day of commemoration' using errcode = 'MU018';
  end if;
  if old.state <> 'held' then
    raise exception 'a donation is chosen before paying' using errcode = 'MU018';
  end if;
  return new;
end $$;
create trigger guard_donation before update of donation_minor on orders
  for each row when (new.donation_minor is distinct from old.donation_minor) execute function guard_donation();

-- What a donor pays is the lines and the donation, at the end of every transaction.
create function guard_order_sum() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select 1 from orders o where o.id = new.id
               and o.total_minor <> o.donation_minor + (select coalesce(sum(l.total_minor), 0) from order_line l where l.order_id = o.id))
  then
    raise exception 'order % costs its lines and its donation', new.code using errcode = 'MU018';
  end if;
  return null;
end $$;
create constraint trigger guard_order_sum after update of total_minor, donation_minor on orders
  deferrable initially deferred for each row when (new.donation_minor > 0 or old.donation_minor > 0) execute function guard_order_sum();

-- In the ledger a donation has a kind of its own. The card's charge is one movement, tickets and donation together; once the order is
-- paid, a pair of entries that moves no money takes the donation out of what the tickets earned, and another puts it back when it returns.
alter table ledger_entry drop constraint ledger_entry_kind_check;
alter table ledger_entry add constraint ledger_entry_kind_check
  check (kind in ('charge','refund','refund_failed','fee','dispute','dispute_won','adjustment','payout','donation','out_of_tickets'));

create function book_donation() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare amount integer; reference text;
begin
  if new.donation_back_minor > old.donation_back_minor then
    amount := -new.donation_back_minor; reference := 'donation_back:' || new.id;
  elsif new.state = 'paid' and old.state is distinct from 'paid' then
    amount := new.donation_minor; reference := 'donation:' || new.id;
  else
    return null;
  end if;
  insert into ledger_entry (kind, amount_minor, currency, order_id, provider, provider_reference)
  values ('donation', amount, new.currency, new.id, 'none', reference),
         ('out_of_tickets', -amount, new.currency, new.id, 'none', reference)
  on conflict (provider, provider_reference, kind) do nothing;
  return null;
end $$;
create trigger book_donation after update of state, donation_back_minor on orders
  for each row when (new.donation_minor > 0) execute function book_donation();

-- It goes back with tickets of a settled order, once.
create function guard_donation_back() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  if new.donation_back_minor < old.donation_back_minor or old.state not in ('paid','partially_refunded') then
    raise exception 'a donation goes back once, from an order that is paid' using errcode = 'MU018';
  end if;
  return new;
end $$;
create trigger guard_donation_back before update of donation_back_minor on orders
  for each row when (new.donation_back_minor is distinct from old.donation_back_minor) execute function guard_donation_back();

revoke execute on function guard_message_recipient(), guard_donation(), guard_order_sum(), book_donation(), guard_donation_back() from public;
