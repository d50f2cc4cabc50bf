-- The tables of every room. Invariants stand here, not in the code that writes: NOT NULL, CHECK, unique, exclusion.
-- The guards that need more than one row (pools, transitions, tickets) are in 0002; what the app's role may do is in 0003.

create extension if not exists btree_gist;
create extension if not exists pg_trgm;
create extension if not exists unaccent;

-- PostgreSQL 18 makes time-ordered ids by itself; 16 and 17 are taught to (RFC 9562, version 7).
do $do$ begin
  if current_setting('server_version_num')::integer < 180000 then
    create function uuidv7() returns uuid language sql volatile as $$
      select encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
        placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6), 52, 1), 53, 1), 'hex')::uuid
    $$;
  end if;
end $do$;

-- platform ---------------------------------------------------------------------------------------------------------

create table museum (
  id boolean primary key default true check (id),
  slug text not null check (slug ~ '^[a-z0-9-]{2,40}$'),
  names jsonb not null,
  addresses jsonb not null,
  time_zone text not null,
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  contact_email text not null,
  contact_phone text not null,
  texts jsonb not null default '{}',
  is_demonstration boolean not null default false
);

-- Every rule is a setting with a date from which it holds; nothing is hard-coded (requirements 0).
create table setting (
  key text not null,
  valid_from date not null,
  value jsonb not null,
  set_by uuid,
  set_at timestamptz not null default now(),
  primary key (key, valid_from)
);

create table audit_log (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  actor_kind text not null check (actor_kind in ('visitor','staff','guide','device','reseller','system')),
  actor_id text,
  action text not null,
  object_kind text not null,
  object_id text,
  before jsonb,
  after jsonb,
  request_id text
);
create index audit_log_object on audit_log (object_kind, object_id, id);
create index audit_log_at on audit_log (at);

-- Points of a limiter key (an address, a browser), owned by the rate limiter.
create table rate_limit (
  key varchar(255) primary key,
  points integer not null default 0,
  expire bigint
);
create index rate_limit_expire on rate_limit (expire);

create table allowed_transition (
  machine text not null,
  from_state text not null,
  to_state text not null,
  primary key (machine, from_state, to_state)
);

-- identity ---------------------------------------------------------------------------------------------------------

create table staff_member (
  id uuid primary key default uuidv7(),
  email text not null check (email = lower(email) and email ~ '^[^\s@]+@[^\s@]+$' and length(email) <= 254),
  name text not null check (length(name) between 1 and 200),
  password_hash text,
  locale text not null default 'az' check (locale in ('az','en','ru')),
  session_version integer not null default 1,
  is_active boolean not null default true,
  created_at timestamptz not null default now()
);
create unique index staff_member_email on staff_member (email);

create table role_permission (
  role text not null,
  permission text not null,
  primary key (role, permission)
);

create table staff_role (
  staff_member_id uuid not null references staff_member,
  role text not null,
  primary key (staff_member_id, role)
);

-- catalog ----------------------------------------------------------------------------------------------------------

create table space (
  id uuid primary key default uuidv7(),
  code text not null unique,
  names jsonb not null,
  level text not null check (level in ('ground','basement')),
  people_at_once integer not null check (people_at_once > 0),
  fire_limit integer not null,
  is_step_free boolean not null,
  access_facts jsonb not null default '{}',
  advisories jsonb,
  advisory_age smallint check (advisory_age between 0 and 21),
  hard_minimum_age smallint check (hard_minimum_age between 0 and 21),
  position smallint not null,
  check (people_at_once <= fire_limit)
);

create table product (
  id uuid primary key default uuidv7(),
  code text not null unique check (code ~ '^[a-z0-9-]{2,40}$'),
  kind text not null check (kind in ('timed_entry','public_tour','class_programme','group_tour')),
  names jsonb not null,
  summaries jsonb not null,
  descriptions jsonb not null,
  meeting_points jsonb not null,
  duration_minutes smallint not null check (duration_minutes between 5 and 480),
  languages text[] not null default '{}',
  party_minimum smallint not null default 1 check (party_minimum >= 1),
  party_maximum smallint not null check (party_maximum >= party_minimum),
  is_guided boolean not null,
  lead_time_minutes integer not null default 0 check (lead_time_minutes >= 0),
  horizon_days smallint not null default 60 check (horizon_days between 1 and 730),
  is_sold_online boolean not null,
  is_step_free boolean not null,
  alternative_product_id uuid references product,
  advisory_age smallint,
  advisories jsonb,
  tax_per_mille smallint not null default 0 check (tax_per_mille between 0 and 500),
  position smallint not null,
  is_active boolean not null default true
);

create table route_step (
  product_id uuid not null references product,
  step_no smallint not null,
  space_id uuid not null references space,
  start_minute smallint not null check (start_minute >= 0),
  minutes smallint not null check (minutes > 0),
  primary key (product_id, step_no)
);
create index route_step_space on route_step (space_id);

create table ticket_type (
  id uuid primary key default uuidv7(),
  code text not null unique check (code ~ '^[a-z0-9-]{2,40}$'),
  names jsonb not null,
  eligibilities jsonb not null,
  documents jsonb not null,
  residency text not null default 'any' check (residency in ('any','citizen','foreigner')),
  statistics_class text not null,
  family text not null check (family in ('main','reduced','free','school','official')),
  is_self_declared_online boolean not null,
  is_verified_at_entry boolean not null,
  companion_to_id uuid references ticket_type,
  valid_from date not null default '2000-01-01',
  valid_until date check (valid_until >= valid_from),
  position smallint not null
);

-- A price holds for a span of dates, and for one day type or for all others (null). No two may overlap.
create table price (
  id uuid primary key default uuidv7(),
  product_id uuid not null references product,
  ticket_type_id uuid not null references ticket_type,
  day_type text check (day_type in ('commemoration','free_day','school_day','quiet_hour')),
  amount_minor integer not null check (amount_minor >= 0),
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  valid_from date not null,
  valid_until date check (valid_until >= valid_from),
  constraint price_one_at_a_time exclude using gist (
    product_id with =, ticket_type_id with =, (coalesce(day_type, '')) with =,
    daterange(valid_from, valid_until, '[]') with &&)
);
create index price_ticket_type on price (ticket_type_id);

-- schedule ---------------------------------------------------------------------------------------------------------

create table opening_hours (
  id uuid primary key default uuidv7(),
  weekday smallint not null check (weekday between 1 and 7),
  opens_time time not null,
  closes_time time not null check (closes_time > opens_time),
  valid_from date not null,
  valid_until date check (valid_until >= valid_from),
  constraint opening_hours_one_at_a_time exclude using gist (
    weekday with =, daterange(valid_from, valid_until, '[]') with &&)
);

-- A dated exception to the weekly hours, with its reason in every language.
create table closure (
  visit_date date primary key,
  kind text not null check (kind in ('closed','official_closure','short','extended','swapped_working_day')),
  opens_time time,
  closes_time time,
  reasons jsonb not null,
  check ((kind in ('closed','official_closure')) = (opens_time is null)),
  check ((opens_time is null) = (closes_time is null) and (opens_time is null or closes_time > opens_time))
);

create table day_type (
  visit_date date primary key,
  code text not null check (code in ('commemoration','free_day','school_day','quiet_hour')),
  names jsonb not null,
  texts jsonb
);

create table guide (
  id uuid primary key default uuidv7(),
  staff_member_id uuid unique references staff_member,
  name text not null check (length(name) between 1 and 200),
  languages text[] not null check (cardinality(languages) > 0),
  is_active boolean not null default true
);

create table schedule_rule (
  id uuid primary key default uuidv7(),
  product_id uuid not null references product,
  weekdays smallint[] not null check (cardinality(weekdays) > 0 and weekdays <@ array[1,2,3,4,5,6,7]::smallint[]),
  start_times time[] not null default '{}',
  first_start_time time,
  last_start_time time,
  every_minutes smallint check (every_minutes between 5 and 480),
  language text check (language in ('az','en','ru')),
  -- places of each lane of each slot: {"public": 10, "desk": 3}
  lanes jsonb not null,
  valid_from date not null,
  valid_until date check (valid_until >= valid_from),
  is_active boolean not null default true,
  check ((cardinality(start_times) > 0) <> (every_minutes is not null)),
  check ((every_minutes is null) = (first_start_time is null)
     and (every_minutes is null) = (last_start_time is null)
     and (every_minutes is null or last_start_time >= first_start_time))
);
create index schedule_rule_product on schedule_rule (product_id);

create table timeslot (
  id uuid primary key default uuidv7(),
  product_id uuid not null references product,
  schedule_rule_id uuid references schedule_rule,
  visit_date date not null,
  start_time time not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  language text check (language in ('az','en','ru')),
  guide_id uuid references guide,
  state text not null default 'draft'
    check (state in ('draft','on_sale','closed','done','cancelling','cancelled')),
  constraint timeslot_guide_one_place exclude using gist (
    guide_id with =, tstzrange(starts_at, ends_at) with &&)
    where (guide_id is not null and state in ('on_sale','closed','done'))
);
create unique index timeslot_product_start on timeslot (product_id, starts_at, coalesce(language, ''));
create index timeslot_day on timeslot (visit_date, product_id, starts_at);
create index timeslot_rule on timeslot (schedule_rule_id);
create index timeslot_guide on timeslot (guide_id);

-- capacity ---------------------------------------------------------------------------------------------------------

-- So many places of one thing at one time. held and sold are counted by a trigger on claim (0002); nobody else writes
-- them, and the CHECK is the referee whatever comes together.
create table pool (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('lane','space','building','day')),
  status text not null default 'on_sale' check (status in ('on_sale','closed')),
  capacity integer not null check (capacity >= 0),
  overbook integer not null default 0 check (overbook >= 0),
  fire_limit integer,
  held integer not null default 0 check (held >= 0),
  sold integer not null default 0 check (sold >= 0),
  timeslot_id uuid references timeslot,
  lane text check (lane in ('public','schools','desk','official')),
  space_id uuid references space,
  quarter_at timestamptz,
  visit_date date not null,
  constraint pool_room check (held + sold <= capacity + overbook),
  constraint pool_fire_limit check (fire_limit is null or capacity + overbook <= fire_limit),
  constraint pool_shape check (case kind
    when 'lane' then timeslot_id is not null and lane is not null and space_id is null and quarter_at is null
    when 'space' then timeslot_id is null and lane is null and space_id is not null and quarter_at is not null
    when 'building' then timeslot_id is null and lane is null and space_id is null and quarter_at is not null
    else timeslot_id is null and lane is null and space_id is null and quarter_at is null end)
);
create unique index pool_lane on pool (timeslot_id, lane) where kind = 'lane';
create unique index pool_space on pool (space_id, quarter_at) where kind = 'space';
create unique index pool_building on pool (quarter_at) where kind = 'building';
create unique index pool_day on pool (visit_date) where kind = 'day';

-- All pools that one place of a timeslot's lane draws on. Made only by prepare_timeslots() and never changed:
-- a claim keeps its set, so that what it took is what it gives back. Lane 'guide' is the guide's own body (2.3).
create table pool_set (
  id bigint generated always as identity primary key,
  timeslot_id uuid not null references timeslot,
  lane text not null check (lane in ('public','schools','desk','official','guide')),
  made_at timestamptz not null default now(),
  is_current boolean not null default true
);
create unique index pool_set_current on pool_set (timeslot_id, lane) where is_current;
create index pool_set_timeslot on pool_set (timeslot_id);

create table pool_set_member (
  pool_set_id bigint not null references pool_set,
  pool_id bigint not null references pool,
  primary key (pool_set_id, pool_id)
);
create index pool_set_member_pool on pool_set_member (pool_id);

-- booking ----------------------------------------------------------------------------------------------------------

create table orders (
  id uuid primary key default uuidv7(),
  code text not null unique check (code ~ '^[0-9A-Z]{6,12}$'),
  link_hash bytea not null unique check (length(link_hash) = 32),
  link_version smallint not null default 1,
  state text not null default 'held' check (state in ('held','awaiting_payment','expiring','expired','paid',
    'partially_refunded','refunded','cancelled','paid_unfulfillable','refund_pending','disputed','lost')),
  channel text not null check (channel in ('web','desk','staff','school','reseller')),
  lane text not null check (lane in ('public','schools','desk','official')),
  locale text not null check (locale in ('az','en','ru')),
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  total_minor integer not null check (total_minor >= 0),
  email text check (length(email) <= 254 and email !~ '[\s[:cntrl:]]'),
  contact_name text check (length(contact_name) <= 200 and contact_name !~ '[[:cntrl:]]'),
  phone text check (length(phone) <= 40),
  access_needs text check (length(access_needs) <= 1000),
  -- the form's own id: a double click finds the first click's order
  request_key uuid unique,
  -- true once the visitor has said who comes; until then the lines are a first guess from the number of people
  has_chosen_types boolean not null default false,
  terms_version text,
  terms_accepted_at timestamptz,
  advisory_acknowledged_at timestamptz,
  created_at timestamptz not null default now(),
  held_at timestamptz not null default now(),
  extended_at timestamptz,
  expires_at timestamptz,
  constraint orders_hold_age check (expires_at is null or expires_at <= held_at + interval '60 minutes'),
  constraint orders_hold_ends check (state not in ('held','awaiting_payment','expiring') or expires_at is not null)
);
create index orders_running_out on orders (expires_at) where state in ('held','awaiting_payment','expiring');
create index orders_email on orders (email text_pattern_ops, created_at desc) where email is not null;
create index orders_created on orders (created_at desc, id);
create index orders_name on orders using gin (lower(contact_name) gin_trgm_ops);

create table order_line (
  id uuid primary key default uuidv7(),
  order_id uuid not null references orders on delete cascade,
  line_no smallint not null check (line_no >= 1),
  timeslot_id uuid not null references timeslot,
  ticket_type_id uuid not null references ticket_type,
  quantity smallint not null check (quantity between 1 and 500),
  unit_price_minor integer not null check (unit_price_minor >= 0),
  tax_minor integer not null check (tax_minor >= 0),
  total_minor integer not null,
  unique (order_id, line_no),
  constraint order_line_sum check (total_minor = unit_price_minor * quantity)
);
create index order_line_timeslot on order_line (timeslot_id);
create index order_line_ticket_type on order_line (ticket_type_id);

-- The order's history: one row a transition, written by a trigger on orders and by nobody else.
create table order_event (
  id bigint generated always as identity primary key,
  order_id uuid not null references orders,
  at timestamptz not null default now(),
  from_state text,
  to_state text not null,
  actor_kind text not null,
  actor_id text,
  reason text
);
create index order_event_order on order_event (order_id, id);

-- So many places, for one order (or one guide), of every pool of a set.
create table claim (
  id bigint generated always as identity primary key,
  order_id uuid references orders,
  pool_set_id bigint not null references pool_set,
  quantity integer not null check (quantity > 0),
  state text not null check (state in ('held','sold','released')),
  made_at timestamptz not null default now(),
  unique (order_id, pool_set_id)
);
create unique index claim_guide on claim (pool_set_id) where order_id is null;
create index claim_pool_set on claim (pool_set_id);

-- payments ---------------------------------------------------------------------------------------------------------

create table payment (
  id uuid primary key default uuidv7(),
  order_id uuid not null references orders,
  provider text not null check (provider in ('stripe','none','cash','terminal','transfer')),
  state text not null default 'created' check (state in ('created','open','processing','succeeded','failed','expired','canceled','mismatch')),
  amount_minor integer not null check (amount_minor >= 0),
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  captured_minor integer not null default 0 check (captured_minor >= 0),
  refund_reserved_minor integer not null default 0 check (refund_reserved_minor >= 0),
  session_id text unique,
  payment_intent_id text unique,
  checkout_url text,
  session_expires_at timestamptz,
  failure_code text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  settled_at timestamptz,
  constraint payment_refund_room check (refund_reserved_minor <= captured_minor),
  constraint payment_captured_agreed check (captured_minor <= amount_minor),
  constraint payment_captured_when_succeeded check (captured_minor = 0 or state = 'succeeded'),
  constraint payment_none_is_free check (provider <> 'none' or amount_minor = 0)
);
create unique index payment_one_live on payment (order_id) where state in ('created','open','processing');
create index payment_order on payment (order_id);
create index payment_unsettled on payment (updated_at) where state in ('created','open','processing');

-- What a provider told us, stored before it is answered (never pruned: redelivery after days must stay a repeat).
create table provider_event (
  id text primary key check (length(id) <= 255),
  provider text not null,
  type text not null check (length(type) <= 120),
  object_id text,
  payload jsonb not null,
  received_at timestamptz not null default now(),
  processed_at timestamptz,
  outcome text
);
create index provider_event_waiting on provider_event (received_at) where processed_at is null;

create table refund (
  id uuid primary key default uuidv7(),
  payment_id uuid not null references payment,
  order_id uuid not null references orders,
  ticket_id uuid,
  amount_minor integer not null check (amount_minor > 0),
  currency char(3) not null,
  state text not null default 'requested'
    check (state in ('requested','submitting','pending','requires_action','succeeded','failed','canceled','manual')),
  reason text not null check (reason in ('late_payment','paid_twice','cancelled_by_museum','cancelled_by_visitor','mistake','outside')),
  provider_refund_id text unique,
  requested_by text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index refund_payment on refund (payment_id);
create index refund_order on refund (order_id);
create index refund_unfinished on refund (updated_at) where state in ('requested','submitting','pending','requires_action');

-- Every movement of money, only ever added to. Positive: to the museum; negative: back.
create table ledger_entry (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  kind text not null check (kind in ('charge','refund','refund_failed','fee','dispute','dispute_won','adjustment')),
  amount_minor integer not null check (amount_minor <> 0 or kind = 'charge'),
  currency char(3) not null,
  order_id uuid references orders,
  payment_id uuid references payment,
  refund_id uuid references refund,
  provider text not null,
  provider_reference text not null,
  unique (provider, provider_reference, kind)
);
create index ledger_entry_order on ledger_entry (order_id);
create index ledger_entry_payment on ledger_entry (payment_id);
create index ledger_entry_refund on ledger_entry (refund_id);
create index ledger_entry_at on ledger_entry (at);

-- tickets ----------------------------------------------------------------------------------------------------------

create table ticket (
  id uuid primary key default uuidv7(),
  order_id uuid not null references orders,
  order_line_id uuid not null references order_line,
  timeslot_id uuid not null references timeslot,
  ticket_type_id uuid not null references ticket_type,
  unit_no smallint not null check (unit_no >= 1),
  short_code text not null unique check (short_code ~ '^[0-9A-Z]{8,12}$'),
  token_version smallint not null default 1 check (token_version >= 1),
  state text not null default 'valid' check (state in ('valid','suspended','revoked')),
  party_size smallint not null default 1 check (party_size >= 1),
  admitted_people smallint not null default 0 check (admitted_people >= 0),
  holder_name text check (length(holder_name) <= 200 and holder_name !~ '[[:cntrl:]]'),
  issued_at timestamptz not null default now(),
  unique (order_line_id, unit_no),
  constraint ticket_admitted_once check (admitted_people <= party_size)
);
alter table refund add foreign key (ticket_id) references ticket;
create unique index refund_ticket_once on refund (ticket_id) where state not in ('failed','canceled');
create index ticket_order on ticket (order_id);
create index ticket_timeslot on ticket (timeslot_id);
create index ticket_ticket_type on ticket (ticket_type_id);

-- The revocation feed in the order in which devices read it.
create table revocation (
  seq bigint generated always as identity primary key,
  ticket_id uuid not null references ticket,
  token_version smallint not null,
  state text not null,
  at timestamptz not null default now()
);
create index revocation_ticket on revocation (ticket_id);

-- A scan is a recorded fact under the id its device gave it; it is stored whatever is then judged of it.
create table scan (
  id uuid primary key,
  ticket_id uuid references ticket,
  staff_member_id uuid references staff_member,
  station text not null check (length(station) <= 80),
  way text not null check (way in ('camera','typed','list','hand_scanner')),
  people smallint not null check (people between 1 and 500),
  scanned_at timestamptz not null,
  sent_at timestamptz not null,
  received_at timestamptz not null default now(),
  clock_offset_ms bigint not null default 0,
  outcome text not null
);
create index scan_ticket on scan (ticket_id, received_at);
create index scan_received on scan (received_at);
create index scan_staff on scan (staff_member_id);

create table admission (
  id bigint generated always as identity primary key,
  scan_id uuid not null unique references scan,
  ticket_id uuid not null references ticket,
  people smallint not null check (people between 1 and 500),
  is_override boolean not null default false,
  reason text,
  admitted_at timestamptz not null,
  check (not is_override or reason is not null)
);
create index admission_ticket on admission (ticket_id);
create index admission_at on admission (admitted_at);

-- notifications ----------------------------------------------------------------------------------------------------

create table message (
  id uuid primary key default uuidv7(),
  dedupe_key text not null unique,
  kind text not null,
  order_id uuid references orders,
  locale text not null check (locale in ('az','en','ru')),
  recipient text not null,
  state text not null default 'queued' check (state in ('queued','sent','failed')),
  attempts smallint not null default 0,
  queued_at timestamptz not null default now(),
  sent_at timestamptz,
  check ((state = 'sent') = (sent_at is not null))
);
create index message_order on message (order_id);
create index message_waiting on message (queued_at) where state = 'queued';
