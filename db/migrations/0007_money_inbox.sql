-- Reconciliation with the provider, the money inbox (requirements 5.2) and refused demand (2.7).

-- Money on its way from the provider's balance to the bank is a movement of the ledger, too.
alter table ledger_entry drop constraint ledger_entry_kind_check;
alter table ledger_entry add constraint ledger_entry_kind_check
  check (kind in ('charge','refund','refund_failed','fee','dispute','dispute_won','adjustment','payout'));

-- The provider's own account of its balance, line by line as it tells it. A movement's fee is a line of its own.
-- `reference` is what the ledger calls the movement: payment intent, refund, dispute.
create table balance_line (
  provider text not null check (provider in ('stripe')),
  line_id text not null check (length(line_id) <= 255),
  kind text not null check (kind in ('charge','refund','refund_failed','fee','dispute','dispute_won','adjustment','payout')),
  reference text not null check (length(reference) <= 255),
  amount_minor integer not null check (amount_minor <> 0),
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  at timestamptz not null,
  -- the museum's date of `at`
  line_date date not null,
  payment_intent_id text,
  payment_id uuid,
  imported_at timestamptz not null default now(),
  primary key (provider, line_id, kind)
);
create index balance_line_movement on balance_line (provider, kind, reference);
create index balance_line_date on balance_line (provider, line_date);
create trigger only_added_to before update or delete on balance_line for each row execute function refuse_change();

-- One row a day, currency and provider, written again whenever the day is compared again. `lines` names what differs.
create table reconciliation (
  provider text not null check (provider in ('stripe')),
  date date not null,
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  ours_minor bigint not null,
  theirs_minor bigint not null,
  difference_minor bigint not null generated always as (ours_minor - theirs_minor) stored,
  -- the part of the difference that only waits: refunds the provider has booked and not brought to their end
  under_way_minor bigint not null,
  lines jsonb not null,
  compared_at timestamptz not null default now(),
  primary key (provider, date, currency)
);
create index reconciliation_differs on reconciliation (date) where difference_minor <> 0;

-- What a person must see to. `subject` is what it is about: the same thing is one task, however often it is found.
create table money_task (
  id uuid primary key default uuidv7(),
  kind text not null check (kind in ('paid_but_expired','refunded_outside','disputed','mismatched','missing_at_provider',
    'missing_here','refund_failed','broken_invariant')),
  subject text not null check (length(subject) <= 300),
  order_id uuid references orders,
  amount_minor integer,
  currency char(3) check (currency ~ '^[A-Z]{3}$'),
  facts jsonb not null,
  state text not null default 'open' check (state in ('open','done')),
  opened_at timestamptz not null default now(),
  done_at timestamptz,
  -- the member of staff; null when the matter came right by itself
  done_by uuid references staff_member,
  reason text check (length(reason) between 1 and 500),
  unique (kind, subject),
  constraint money_task_done check ((state = 'done') = (done_at is not null) and (done_by is null or done_at is not null)),
  constraint money_task_amount check ((amount_minor is null) = (currency is null))
);
create index money_task_open on money_task (opened_at) where state = 'open';
create index money_task_order on money_task (order_id);
create index money_task_done_by on money_task (done_by);

-- The inbox is filled by state; so it finds its few rows among millions.
create index payment_mismatched on payment (id) where state = 'mismatch';
create index refund_for_inbox on refund (id) where state in ('failed','manual') or reason = 'outside';
create index orders_unfulfillable on orders (id) where state in ('paid_unfulfillable','refund_pending');
create index ledger_entry_kind_reference on ledger_entry (kind, provider_reference) where kind in ('dispute','dispute_won');

-- Who asked in vain: no person, only what was asked. One row a form, however often it is sent.
create table refused_demand (
  id bigint generated always as identity primary key,
  asked_at timestamptz not null default now(),
  request_key uuid unique,
  product_id uuid not null references product,
  visit_date date not null,
  start_time time not null,
  people smallint not null check (people between 1 and 500),
  locale text not null check (locale in ('az','en','ru')),
  channel text not null check (channel in ('web','desk','staff','school','reseller')),
  why text not null check (why in ('full','not_on_sale')),
  room integer check (room >= 0)
);
create index refused_demand_asked on refused_demand (asked_at);
create index refused_demand_product on refused_demand (product_id);

grant select on balance_line, reconciliation, money_task, refused_demand to museum_app;
grant insert on balance_line, refused_demand to museum_app;
grant insert (provider, date, currency, ours_minor, theirs_minor, under_way_minor, lines, compared_at),
  update (ours_minor, theirs_minor, under_way_minor, lines, compared_at) on reconciliation to museum_app;
grant insert (kind, subject, order_id, amount_minor, currency, facts), update (facts, state, done_at, done_by, reason)
  on money_task to museum_app;
