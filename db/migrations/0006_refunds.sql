-- Refunds by ticket, by the cancellation ladder, with waivers that a second person approves; disputes.
-- SQLSTATE of our own: MU007 a refund of a payment that is disputed.

-- What a visitor gets back who cancels until so many hours before the start. A product without steps of its own follows the
-- settings refund_full_until_hours, refund_part_until_hours and refund_part_per_mille.
create table cancellation_ladder (
  product_id uuid not null references product,
  valid_from date not null,
  until_hours integer not null check (until_hours between 0 and 8760),
  share_per_mille smallint not null check (share_per_mille between 0 and 1000),
  primary key (product_id, valid_from, until_hours)
);
grant select, insert, update, delete on cancellation_ladder to museum_app;

-- The full price in spite of the ladder: asked for by one member of staff, decided by another.
create table refund_waiver (
  id uuid primary key default uuidv7(),
  order_id uuid not null references orders,
  ticket_ids uuid[] not null check (cardinality(ticket_ids) between 1 and 500),
  reason text not null check (reason in ('cancelled_by_visitor','mistake')),
  note text not null check (length(note) between 3 and 500 and note !~ '[[:cntrl:]]'),
  state text not null default 'open' check (state in ('open','approved','declined')),
  requested_by text not null,
  requested_at timestamptz not null default now(),
  decided_by text,
  decided_at timestamptz,
  constraint refund_waiver_decided check ((state = 'open') = (decided_at is null) and (decided_at is null) = (decided_by is null)),
  constraint refund_waiver_two_people check (state <> 'approved' or decided_by <> requested_by)
);
create index refund_waiver_order on refund_waiver (order_id);
create unique index refund_waiver_one_open on refund_waiver (order_id) where state = 'open';
grant select, insert on refund_waiver to museum_app;
grant update (state, decided_by, decided_at) on refund_waiver to museum_app;
insert into allowed_transition (machine, from_state, to_state) values
  ('refund_waiver','open','approved'), ('refund_waiver','open','declined');
create trigger guard_transition before update of state on refund_waiver for each row execute function guard_transition('refund_waiver');

-- Why, who approved it, and who has dealt with a refund that needed a person.
alter table refund add column note text check (length(note) <= 500 and note !~ '[[:cntrl:]]');
alter table refund add column approved_by text;
alter table refund add column handled_at timestamptz;
alter table refund add column handled_by text;
grant update (handled_at, handled_by) on refund to museum_app;
create index refund_for_a_person on refund (updated_at)
  where handled_at is null and (state in ('manual','canceled') or reason = 'outside');

-- What the card holder's bank has done: while it is open no refund of ours may begin, after it is lost none ever.
alter table payment add column dispute_state text check (dispute_state in ('open','won','lost'));
grant update (dispute_state) on payment to museum_app;

insert into allowed_transition (machine, from_state, to_state) values
  ('order','disputed','partially_refunded'), ('order','refunded','refund_pending'),
  ('refund','requested','canceled'), ('refund','manual','canceled');

-- As in 0002, and refuses what begins while the payment is disputed. What was made at the provider is a fact and is taken over.
create or replace function reserve_refund() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    update payment set refund_reserved_minor = refund_reserved_minor + new.amount_minor
     where id = new.payment_id and (new.reason = 'outside' or dispute_state is null or dispute_state = 'won');
    if not found then
      raise exception 'a disputed payment is not refunded' using errcode = 'MU007';
    end if;
  elsif new.state in ('failed','canceled') and old.state not in ('failed','canceled','manual') then
    update payment set refund_reserved_minor = refund_reserved_minor - new.amount_minor where id = new.payment_id;
  end if;
  return null;
end $$;
