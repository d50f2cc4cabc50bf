-- School and group visits (requirements 6): from the request to the settled visit. A party is split into sub-groups; each takes its places
-- and its guide from the same pools as everybody else, by claims of its own, in one step for the whole party or not at all.
-- SQLSTATEs of our own: MU030 a visit and its places say two things, MU031 not a guide's to lead, MU032 a paper of account is not so.

-- the museum's side ----------------------------------------------------------------------------------------------------------------

-- How a product is come by: by an order, at once where everything is free, or by a request that a person answers.
alter table product
  add column booking_mode text not null default 'order' check (booking_mode in ('order','instant','request')),
  add column sub_group_maximum smallint not null default 15 check (sub_group_maximum between 1 and 500),
  -- which fields of a name list the security post needs; none: no list
  add column list_fields text[] not null default '{}' check (list_fields <@ array['name','birth_year','document']),
  add column grades int4range,
  add column variant_of_id uuid references product,
  -- what pupils, and the adults with them, are in the price list
  add column pupil_type_id uuid references ticket_type,
  add column adult_type_id uuid references ticket_type,
  add constraint product_variant check (variant_of_id <> id);
create index product_variant_of on product (variant_of_id) where variant_of_id is not null;
create index product_pupil_type on product (pupil_type_id) where pupil_type_id is not null;
create index product_adult_type on product (adult_type_id) where adult_type_id is not null;

-- What a guide costs, for each sub-group, by language and day type (4.3). Dated like prices; null: whichever.
create table guide_fee (
  id uuid primary key default uuidv7(),
  product_id uuid not null references product,
  language text check (language in ('az','en','ru')),
  day_type text check (day_type in ('commemoration','free_day','school_day','quiet_hour')),
  amount_minor integer not null check (amount_minor >= 0),
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  tax_per_mille smallint not null default 0 check (tax_per_mille between 0 and 500),
  valid_from date not null,
  valid_until date check (valid_until >= valid_from),
  constraint guide_fee_one_at_a_time exclude using gist (product_id with =, (coalesce(language, '')) with =, (coalesce(day_type, '')) with =,
    daterange(valid_from, valid_until, '[]') with &&)
);

-- When schools teach, and when they do not (1.1).
create table school_break (
  id uuid primary key default uuidv7(),
  first_date date not null,
  last_date date not null check (last_date >= first_date),
  names jsonb not null,
  constraint school_break_apart exclude using gist (daterange(first_date, last_date, '[]') with &&)
);

alter table guide
  add column email text check (email ~ '^[^\s@]+@[^\s@]+$' and length(email) <= 254),
  add column phone text check (length(phone) <= 40),
  add column locale text not null default 'az' check (locale in ('az','en','ru')),
  -- null: as the museum's settings say
  add column tours_a_day smallint check (tours_a_day between 0 and 20),
  add column link_hash bytea unique check (octet_length(link_hash) = 32),
  add column link_version smallint not null default 1;
-- Which products a guide leads; no rows: all.
create table guide_product (
  guide_id uuid not null references guide,
  product_id uuid not null references product,
  primary key (guide_id, product_id)
);
create index guide_product_product on guide_product (product_id);
-- Weekly hours in which a guide can be asked; no rows: whenever the museum is open.
create table guide_availability (
  id uuid primary key default uuidv7(),
  guide_id uuid not null references guide,
  weekday smallint not null check (weekday between 1 and 7),
  from_time time not null,
  until_time time not null check (until_time > from_time),
  constraint guide_availability_apart exclude using gist (guide_id with =, weekday with =,
    int4range((extract(epoch from from_time) / 60)::integer, (extract(epoch from until_time) / 60)::integer) with &&)
);
create table guide_leave (
  id uuid primary key default uuidv7(),
  guide_id uuid not null references guide,
  first_date date not null,
  last_date date not null check (last_date >= first_date),
  kind text not null check (kind in ('leave','illness','other')),
  made_by text not null,
  made_at timestamptz not null default now(),
  constraint guide_leave_apart exclude using gist (guide_id with =, daterange(first_date, last_date, '[]') with &&)
);

-- the school's side ----------------------------------------------------------------------------------------------------------------

create table institution (
  id uuid primary key default uuidv7(),
  name text not null check (length(name) between 2 and 200 and name !~ '[[:cntrl:]]'),
  folded text not null,
  kind text not null check (kind in ('school','lyceum','university','college','kindergarten','other')),
  district text check (length(district) <= 120 and district !~ '[[:cntrl:]]'),
  tax_number text check (tax_number ~ '^[0-9A-Z-]{5,20}$'),
  is_checked boolean not null default false,
  made_at timestamptz not null default now()
);
create unique index institution_name on institution (folded, coalesce(district, ''));
create index institution_search on institution using gin (folded gin_trgm_ops);

-- One party's visit, from the first word of its request to the last paper. The state tells which it is.
create table group_visit (
  id uuid primary key default uuidv7(),
  code text not null unique check (code ~ '^[0-9A-Z]{8}$'),
  link_hash bytea not null unique check (octet_length(link_hash) = 32),
  link_version smallint not null default 1,
  request_key uuid not null unique,
  state text not null default 'draft' check (state in ('draft','submitted','needs_info','waitlisted','offered','confirmed','rescheduled','names_due',
    'list_sent','list_cleared','ready','part_arrived','arrived','in_progress','completed','evaluated','settled','declined','expired',
    'cancelled_by_group','cancelled_by_museum','no_show')),
  -- why it is there, in code: what a person chose, or the system found
  reason text check (length(reason) <= 60),
  product_id uuid not null references product,
  institution_id uuid references institution,
  locale text not null check (locale in ('az','en','ru')),
  tour_language text not null check (tour_language in ('az','en','ru')),
  pupils smallint not null check (pupils between 0 and 500),
  teachers smallint not null default 0 check (teachers between 0 and 100),
  parents smallint not null default 0 check (parents between 0 and 100),
  -- who stands by one child: exempt from the ratio, never from the room
  aides smallint not null default 0 check (aides between 0 and 100),
  age_from smallint check (age_from between 3 and 99),
  age_until smallint check (age_until between 3 and 99),
  grades text check (length(grades) <= 40 and grades !~ '[[:cntrl:]]'),
  shift text check (shift in ('first','second')),
  is_flexible boolean not null default true,
  has_own_guide boolean not null default false,
  booker_name text check (length(booker_name) between 1 and 200 and booker_name !~ '[[:cntrl:]]'),
  email text check (length(email) between 3 and 254 and email !~ '[\s[:cntrl:]]'),
  phone text check (length(phone) <= 40 and phone !~ '[[:cntrl:]]'),
  -- who comes along on the day, where that is somebody else
  leader_name text check (length(leader_name) <= 200 and leader_name !~ '[[:cntrl:]]'),
  leader_phone text check (length(leader_phone) <= 40 and leader_phone !~ '[[:cntrl:]]'),
  theme text check (length(theme) <= 500),
  access_needs text check (length(access_needs) <= 1000),
  bus text check (length(bus) <= 60 and bus !~ '[[:cntrl:]]'),
  note text check (length(note) <= 2000),
  pay_way text check (pay_way in ('card','deposit','transfer','guarantee_letter','after_visit')),
  payer_name text check (length(payer_name) <= 200 and payer_name !~ '[[:cntrl:]]'),
  payer_tax_number text check (payer_tax_number ~ '^[0-9A-Z-]{5,20}$'),
  payer_address text check (length(payer_address) <= 400),
  rules_version text,
  rules_accepted_at timestamptz,
  plan_id uuid,
  order_id uuid unique references orders deferrable initially deferred,
  waitlisted_at timestamptz,
  finalised_at timestamptz,
  -- what the school answered the day before, and how late it says the bus is
  day_answer text check (day_answer in ('coming','fewer','cancel')),
  day_answer_at timestamptz,
  late_minutes smallint check (late_minutes between 0 and 240),
  purged_at timestamptz,
  made_at timestamptz not null default now(),
  submitted_at timestamptz,
  constraint group_visit_ages check (age_until >= age_from),
  constraint group_visit_party check (pupils + teachers + parents + aides between 1 and 500),
  constraint group_visit_reachable check (state = 'draft' or purged_at is not null or (email is not null and booker_name is not null and institution_id is not null
    and rules_accepted_at is not null and submitted_at is not null)),
  constraint group_visit_agreed check (state not in ('confirmed','rescheduled','names_due','list_sent','list_cleared','ready','part_arrived','arrived',
    'in_progress','completed','evaluated','settled','no_show') or (plan_id is not null and order_id is not null))
);
create index group_visit_product on group_visit (product_id);
create index group_visit_institution on group_visit (institution_id);
create index group_visit_state on group_visit (state, submitted_at);
create index group_visit_waiting on group_visit (waitlisted_at) where state = 'waitlisted';
create index group_visit_email on group_visit (lower(email)) where email is not null;
create index group_visit_made on group_visit (made_at desc, id);

create table group_wish (
  visit_id uuid not null references group_visit,
  rank smallint not null check (rank between 1 and 3),
  visit_date date not null,
  start_time time not null,
  primary key (visit_id, rank)
);
create index group_wish_day on group_wish (visit_date);

-- What the museum proposes: up to three plans, each of which is held until the offer ends.
create table group_offer (
  id uuid primary key default uuidv7(),
  visit_id uuid not null references group_visit,
  state text not null default 'open' check (state in ('open','accepted','declined','lapsed','withdrawn')),
  -- null: the system's own
  offered_by uuid references staff_member,
  words text check (length(words) <= 1000),
  offered_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz,
  constraint group_offer_time check (expires_at > offered_at),
  constraint group_offer_end check ((state = 'open') = (ended_at is null))
);
create unique index group_offer_one_open on group_offer (visit_id) where state = 'open';
create index group_offer_visit on group_offer (visit_id, offered_at);
create index group_offer_due on group_offer (expires_at) where state = 'open';
create index group_offer_staff on group_offer (offered_by);

create table group_plan (
  id uuid primary key default uuidv7(),
  visit_id uuid not null references group_visit,
  -- null: agreed at once, as a swap
  offer_id uuid references group_offer,
  rank smallint not null check (rank between 1 and 3),
  -- what speaks for and against it, as the planner said
  reasons jsonb not null default '{}',
  made_at timestamptz not null default now(),
  unique (offer_id, rank),
  unique (id, visit_id)
);
create index group_plan_visit on group_plan (visit_id);
alter table group_visit add constraint group_visit_plan foreign key (plan_id, id) references group_plan (id, visit_id);
create index group_visit_of_plan on group_visit (plan_id) where plan_id is not null;

create table sub_group (
  id uuid primary key default uuidv7(),
  plan_id uuid not null references group_plan,
  no smallint not null check (no >= 1),
  people smallint not null,
  adults smallint not null,
  timeslot_id uuid not null references timeslot,
  guide_id uuid references guide,
  -- while it holds or has its places
  is_live boolean not null default true,
  unique (plan_id, no),
  constraint sub_group_adult check (adults between 1 and people)
);
-- A time is one sub-group's: its guide leads nobody else.
create unique index sub_group_one_a_time on sub_group (timeslot_id) where is_live;
create index sub_group_timeslot on sub_group (timeslot_id);
create index sub_group_guide on sub_group (guide_id);

-- What has come of a tour, as its guide says.
create table tour_report (
  timeslot_id uuid primary key references timeslot,
  guide_id uuid not null references guide,
  started_at timestamptz,
  ended_at timestamptz,
  heads smallint check (heads between 0 and 500),
  note text check (length(note) <= 1000),
  told_at timestamptz not null default now(),
  constraint tour_report_time check (ended_at >= started_at)
);
create index tour_report_guide on tour_report (guide_id);

-- A guide is asked to lead, and answers by a link or in the app; whoever is silent too long is asked no more.
create table guide_call (
  id uuid primary key default uuidv7(),
  timeslot_id uuid not null references timeslot,
  guide_id uuid not null references guide,
  state text not null default 'asked' check (state in ('asked','accepted','declined','lapsed','withdrawn')),
  reason text check (length(reason) <= 60),
  asked_at timestamptz not null default now(),
  answer_until timestamptz not null,
  answered_at timestamptz,
  constraint guide_call_answer check ((state = 'asked') = (answered_at is null))
);
create unique index guide_call_one_live on guide_call (timeslot_id) where state in ('asked','accepted');
create index guide_call_timeslot on guide_call (timeslot_id, guide_id);
create index guide_call_guide on guide_call (guide_id, state);
create index guide_call_due on guide_call (answer_until) where state = 'asked';

-- Letters and lists as they were handed in. Never executable, never shown by the browser.
create table visit_file (
  id uuid primary key default uuidv7(),
  visit_id uuid not null references group_visit,
  kind text not null check (kind in ('letter','guarantee_letter')),
  file_name text not null check (length(file_name) between 1 and 120 and file_name !~ '[[:cntrl:]/\\]'),
  media_type text not null check (media_type in ('application/pdf','image/jpeg','image/png')),
  bytes bytea not null constraint visit_file_size check (octet_length(bytes) between 1 and 10485760),
  by_kind text not null,
  by_id text,
  at timestamptz not null default now()
);
create index visit_file_visit on visit_file (visit_id);

-- Who comes, only where the security post needs it, and only what it needs. Empty again soon after the visit.
create table visit_name (
  id uuid primary key default uuidv7(),
  visit_id uuid not null references group_visit,
  no smallint not null check (no between 1 and 500),
  name text not null check (length(name) between 2 and 200 and name !~ '[[:cntrl:]]'),
  role text not null check (role in ('pupil','teacher','parent','aide')),
  birth_year smallint check (birth_year between 1900 and 2100),
  document text check (length(document) <= 40 and document !~ '[[:cntrl:]]'),
  state text not null default 'sent' check (state in ('sent','cleared','not_cleared','replaced')),
  replaces_id uuid references visit_name on delete set null,
  at timestamptz not null default now()
);
create unique index visit_name_no on visit_name (visit_id, no) where state <> 'replaced';
create index visit_name_visit on visit_name (visit_id);
create index visit_name_replaces on visit_name (replaces_id) where replaces_id is not null;

-- The timeline (6.10): each step of a visit once.
create table visit_step (
  visit_id uuid not null references group_visit,
  step text not null check (step in ('reminder','final_count','invoice','names_due','names_frozen','day_before','call_list','thanks','purge','payment_first',
    'payment_second')),
  due_at timestamptz not null,
  done_at timestamptz,
  outcome text check (outcome in ('done','not_needed')),
  primary key (visit_id, step),
  constraint visit_step_done check ((done_at is null) = (outcome is null))
);
create index visit_step_due on visit_step (due_at) where done_at is null;

-- Five answers, 1 to 5, and a word.
create table visit_evaluation (
  visit_id uuid primary key references group_visit,
  answers smallint[] not null check (cardinality(answers) = 5 and 1 <= all (answers) and 5 >= all (answers)),
  words text check (length(words) <= 2000),
  at timestamptz not null default now()
);

-- The history of a visit, its offers and its guides' answers: written by the database. A message of the same step has the same moment.
create table visit_event (
  id bigint generated always as identity primary key,
  visit_id uuid not null references group_visit,
  machine text not null check (machine in ('group_visit','group_offer','guide_call')),
  object_id uuid not null,
  from_state text,
  to_state text not null,
  actor_kind text not null,
  actor_id text,
  reason text,
  at timestamptz not null default now()
);
create index visit_event_visit on visit_event (visit_id, id);
create trigger only_added_to before update or delete on visit_event for each row execute function refuse_change();
alter table message add column visit_id uuid references group_visit;
create index message_visit on message (visit_id) where visit_id is not null;

insert into allowed_transition (machine, from_state, to_state)
select 'group_visit', f, t from (values
  ('-', array['draft','submitted']),
  ('draft', array['submitted','expired']),
  ('submitted', array['needs_info','offered','waitlisted','declined','expired','cancelled_by_group']),
  ('needs_info', array['submitted','offered','waitlisted','declined','expired','cancelled_by_group']),
  ('waitlisted', array['submitted','offered','declined','expired','cancelled_by_group']),
  ('offered', array['submitted','confirmed','waitlisted','declined','expired','cancelled_by_group']),
  ('expired', array['submitted']),
  ('confirmed', array['names_due','ready','rescheduled','cancelled_by_group','cancelled_by_museum','part_arrived','arrived','no_show']),
  ('rescheduled', array['confirmed','cancelled_by_group','cancelled_by_museum']),
  ('names_due', array['list_sent','ready','rescheduled','cancelled_by_group','cancelled_by_museum','part_arrived','arrived','no_show']),
  ('list_sent', array['list_cleared','names_due','rescheduled','cancelled_by_group','cancelled_by_museum','part_arrived','arrived','no_show']),
  ('list_cleared', array['ready','list_sent','names_due','rescheduled','cancelled_by_group','cancelled_by_museum','part_arrived','arrived','no_show']),
  ('ready', array['names_due','list_sent','rescheduled','cancelled_by_group','cancelled_by_museum','part_arrived','arrived','no_show']),
  ('part_arrived', array['arrived','in_progress','completed']),
  ('arrived', array['in_progress','completed']),
  ('in_progress', array['completed']),
  ('completed', array['evaluated','settled']),
  ('evaluated', array['settled']),
  ('no_show', array['settled'])) x(f, ts), unnest(ts) t;
insert into allowed_transition (machine, from_state, to_state) values
  ('group_offer','-','open'), ('group_offer','open','accepted'), ('group_offer','open','declined'), ('group_offer','open','lapsed'), ('group_offer','open','withdrawn'),
  ('guide_call','-','asked'), ('guide_call','asked','accepted'), ('guide_call','asked','declined'), ('guide_call','asked','lapsed'),
  ('guide_call','asked','withdrawn'), ('guide_call','accepted','declined'), ('guide_call','accepted','withdrawn'),
  -- agreed, and paid on account: a group's order
  ('order','held','on_account'), ('order','on_account','cancelled');
do $do$
declare machine text;
begin
  foreach machine in array array['group_visit','group_offer','guide_call'] loop
    execute format('create trigger guard_transition before update of state on %I for each row execute function guard_transition(%L)', machine, machine);
    execute format('create trigger guard_beginning before insert on %I for each row execute function guard_beginning(%L)', machine, machine);
  end loop;
end $do$;

create function write_visit_event() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'UPDATE' and new.state = old.state then return null; end if;
  insert into visit_event (visit_id, machine, object_id, from_state, to_state, actor_kind, actor_id, reason)
  values (coalesce((to_jsonb(new) ->> 'visit_id')::uuid, new.id), tg_argv[0], new.id, case when tg_op = 'UPDATE' then old.state end, new.state,
    coalesce(nullif(current_setting('museum.actor_kind', true), ''), 'system'), nullif(current_setting('museum.actor_id', true), ''),
    coalesce(to_jsonb(new) ->> 'reason', nullif(current_setting('museum.reason', true), '')));
  return null;
end $$;
create trigger write_history after insert or update of state on group_visit for each row execute function write_visit_event('group_visit');
create trigger write_history after insert or update of state on group_offer for each row execute function write_visit_event('group_offer');

-- What a guide answers belongs to the visit that the time is a sub-group of; a public tour's stands on its call alone.
create function write_guide_call_event() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'UPDATE' and new.state = old.state then return null; end if;
  insert into visit_event (visit_id, machine, object_id, from_state, to_state, actor_kind, actor_id, reason)
  select p.visit_id, 'guide_call', new.id, case when tg_op = 'UPDATE' then old.state end, new.state,
    coalesce(nullif(current_setting('museum.actor_kind', true), ''), 'system'), nullif(current_setting('museum.actor_id', true), ''), new.reason
    from sub_group g join group_plan p on p.id = g.plan_id where g.timeslot_id = new.timeslot_id and g.is_live;
  return null;
end $$;
create trigger write_history after insert or update of state on guide_call for each row execute function write_guide_call_event();

-- Since when it is asked for, and since when it waits: the database's words, and a party keeps its place.
create function date_visit() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  if new.state = 'waitlisted' and new.waitlisted_at is null then new.waitlisted_at := now(); end if;
  if new.state not in ('draft','expired') and new.submitted_at is null then new.submitted_at := now(); end if;
  return new;
end $$;
create trigger date_visit before insert or update of state on group_visit for each row execute function date_visit();

-- guides ---------------------------------------------------------------------------------------------------------------------------

-- Who leads a time speaks its language, is there that day, rests between two, and leads no more than so many (6.9).
create function guard_guide() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare g guide; rest interval; most integer; zone text; refused text;
begin
  if new.guide_id is null or (tg_op = 'UPDATE' and new.guide_id is not distinct from old.guide_id and new.starts_at = old.starts_at and new.ends_at = old.ends_at)
     or new.state in ('cancelling','cancelled') then return new; end if;
  perform pg_advisory_xact_lock(hashtextextended(new.guide_id || ':' || new.visit_date, 23));
  select * into g from guide where id = new.guide_id;
  rest := make_interval(mins => coalesce((setting_at('guide_rest_minutes', new.visit_date))::integer, 20));
  most := coalesce(g.tours_a_day, (setting_at('guide_tours_a_day', new.visit_date))::integer, 3);
  select time_zone into zone from museum;
  refused := case
    when not g.is_active then 'guide_active'
    when new.language is not null and not new.language = any (g.languages) then 'guide_language'
    when exists (select 1 from guide_leave where guide_id = g.id and new.visit_date between first_date and last_date) then 'guide_leave'
    when exists (select 1 from guide_product where guide_id = g.id) and not exists (select 1 from guide_product where guide_id = g.id and product_id = new.product_id)
      then 'guide_product'
    when exists (select 1 from guide_availability where guide_id = g.id) and not exists (select 1 from guide_availability a where a.guide_id = g.id
      and a.weekday = extract(isodow from new.visit_date) and a.from_time <= new.start_time and a.until_time >= (new.ends_at at time zone zone)::time)
      then 'guide_availability'
    when exists (select 1 from timeslot o where o.guide_id = g.id and o.id <> new.id and o.state in ('on_sale','closed','done')
      and o.starts_at < new.ends_at + rest and o.ends_at + rest > new.starts_at) then 'guide_rest'
    when (select count(*) from timeslot o where o.guide_id = g.id and o.id <> new.id and o.visit_date = new.visit_date and o.state in ('on_sale','closed','done')) >= most
      then 'guide_tours_a_day' end;
  if refused is not null then
    raise exception 'not this guide’s to lead: %', refused using errcode = 'MU031', constraint = refused;
  end if;
  return new;
end $$;
create trigger guard_guide before insert or update of guide_id, starts_at, ends_at on timeslot for each row execute function guard_guide();

-- places ---------------------------------------------------------------------------------------------------------------------------

alter table claim add column sub_group_id uuid references sub_group;
alter table claim drop constraint claim_one_owner, drop constraint claim_of_offer,
  add constraint claim_one_owner check (num_nonnulls(order_id, voucher_id, change_id, offer_id, sub_group_id) <= 1);
create unique index claim_sub_group on claim (sub_group_id, pool_set_id) where sub_group_id is not null;
drop index claim_guide;
create unique index claim_guide on claim (pool_set_id)
  where order_id is null and voucher_id is null and offer_id is null and change_id is null and sub_group_id is null;

-- They are moved by the functions below alone.
create function guard_sub_group_claim() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  if current_user = 'museum_app' then raise exception 'the places are the party’s' using errcode = 'MU030'; end if;
  return new;
end $$;
create trigger guard_sub_group_claim before update on claim for each row when (new.sub_group_id is not null) execute function guard_sub_group_claim();

create function guard_sub_group() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare most integer;
begin
  select p.sub_group_maximum into most from group_plan g join group_visit v on v.id = g.visit_id join product p on p.id = v.product_id where g.id = new.plan_id;
  if new.people > most then
    raise exception 'more people than one guide leads' using errcode = 'MU030', constraint = 'sub_group_maximum';
  end if;
  return new;
end $$;
create trigger guard_sub_group before insert or update of people on sub_group for each row execute function guard_sub_group();

create function is_agreed_visit(state text) returns boolean
language sql immutable parallel safe set search_path = public, pg_temp as $$
  select state in ('confirmed','rescheduled','names_due','list_sent','list_cleared','ready','part_arrived','arrived','in_progress','completed','evaluated',
    'settled','no_show')
$$;

-- At the end of every transaction: an agreed visit has sold places and a paper for exactly its people, an open offer holds what it
-- offers, and nobody else has anything.
create function check_visit(wanted uuid) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare v group_visit; agreed boolean;
begin
  select * into v from group_visit where id = wanted;
  if not found then return; end if;
  agreed := is_agreed_visit(v.state);
  if (v.state in ('offered','rescheduled')) <> exists (select 1 from group_offer where visit_id = v.id and state = 'open') then
    raise exception 'visit % and its offer say two things', v.code using errcode = 'MU030', constraint = 'visit_offer';
  end if;
  if exists (
    select 1 from group_plan p left join group_offer o on o.id = p.offer_id join sub_group g on g.plan_id = p.id
      cross join lateral (select
          case when agreed and p.id = v.plan_id then 'sold' when o.state = 'open' then 'held' end as wanted_state) w
      cross join lateral (select coalesce(sum(c.quantity) filter (where s.lane <> 'guide' and s.timeslot_id = g.timeslot_id and c.state = w.wanted_state), 0) as people,
          coalesce(sum(c.quantity) filter (where s.lane = 'guide' and s.timeslot_id = g.timeslot_id and c.state = w.wanted_state), 0) as guides,
          coalesce(sum(c.quantity) filter (where c.state <> 'released'), 0) as live
        from claim c join pool_set s on s.id = c.pool_set_id where c.sub_group_id = g.id) c
     where p.visit_id = v.id and (g.is_live <> (w.wanted_state is not null)
       or case when w.wanted_state is null then c.live <> 0 else c.people <> g.people or c.guides <> 1 or c.live <> c.people + 1 end))
  then
    raise exception 'visit % and its places say two things', v.code using errcode = 'MU030', constraint = 'visit_places';
  end if;
  if agreed and not exists (
    select 1 from orders o where o.id = v.order_id and o.state = 'on_account'
       and (select sum(people) from sub_group where plan_id = v.plan_id) = v.pupils + v.teachers + v.parents + v.aides
       and (select sum(quantity) from order_line where order_id = o.id) = v.pupils + v.teachers + v.parents + v.aides
       and (select sum(total_minor) from order_line where order_id = o.id) = o.total_minor
       and (select sum(party_size) from ticket where order_id = o.id and state <> 'revoked') = v.pupils + v.teachers + v.parents + v.aides)
  then
    raise exception 'visit % and its order say two things', v.code using errcode = 'MU030', constraint = 'visit_order';
  end if;
  if not agreed and exists (select 1 from orders where id = v.order_id and state <> 'cancelled') then
    raise exception 'visit % is over, its order is not', v.code using errcode = 'MU030', constraint = 'visit_order';
  end if;
end $$;

create function check_visit_later() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare wanted uuid;
begin
  wanted := case tg_table_name
    when 'group_visit' then (to_jsonb(new) ->> 'id')::uuid
    when 'group_offer' then (to_jsonb(new) ->> 'visit_id')::uuid
    when 'sub_group' then (select visit_id from group_plan where id = (to_jsonb(new) ->> 'plan_id')::uuid)
    when 'orders' then (select id from group_visit where order_id = (to_jsonb(new) ->> 'id')::uuid)
    when 'ticket' then (select id from group_visit where order_id = (to_jsonb(new) ->> 'order_id')::uuid)
    else (select p.visit_id from sub_group g join group_plan p on p.id = g.plan_id where g.id = (to_jsonb(new) ->> 'sub_group_id')::uuid) end;
  if wanted is not null then perform check_visit(wanted); end if;
  return null;
end $$;
create constraint trigger check_visit after insert or update on group_visit deferrable initially deferred for each row execute function check_visit_later();
create constraint trigger check_visit after update of state on group_offer deferrable initially deferred for each row execute function check_visit_later();
create constraint trigger check_visit after insert or update on sub_group deferrable initially deferred for each row execute function check_visit_later();
create constraint trigger check_visit after insert or update on claim deferrable initially deferred for each row
  when (new.sub_group_id is not null) execute function check_visit_later();
create constraint trigger check_visit after update of state on orders deferrable initially deferred for each row
  when (old.state = 'on_account' and new.state <> old.state) execute function check_visit_later();
create constraint trigger check_visit after update of state, party_size on ticket deferrable initially deferred for each row
  when (new.party_size > 1 or old.party_size > 1) execute function check_visit_later();

-- Whom a visit's numbers and days belong to: once it is agreed they change with its places, by the functions below.
create function guard_visit() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  if current_user = 'museum_app' and is_agreed_visit(old.state)
     and (new.pupils, new.teachers, new.parents, new.aides, new.product_id, new.tour_language)
         is distinct from (old.pupils, old.teachers, old.parents, old.aides, old.product_id, old.tour_language) then
    raise exception 'an agreed visit changes with its places' using errcode = 'MU030', constraint = 'visit_agreed';
  end if;
  return new;
end $$;
create trigger guard_visit before update on group_visit for each row execute function guard_visit();

-- As in 0002; a party's ticket stands on what its sub-groups have sold, whichever times they are.
create or replace function check_tickets_have_places(order_ids uuid[]) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if cardinality(order_ids) = 0 then return; end if;
  perform 1 from orders where id = any (order_ids) order by id for no key update;
  if exists (
    select 1 from (select order_id, timeslot_id, sum(party_size) as people from ticket
                    where order_id = any (order_ids) and state <> 'revoked' group by 1, 2) t
     where t.people > coalesce((select sum(c.quantity) from claim c join pool_set s on s.id = c.pool_set_id
                                 where c.order_id = t.order_id and s.timeslot_id = t.timeslot_id and c.state = 'sold'), 0)
       and t.people > coalesce((select sum(c.quantity) from group_visit v join sub_group g on g.plan_id = v.plan_id join claim c on c.sub_group_id = g.id
                                  join pool_set s on s.id = c.pool_set_id where v.order_id = t.order_id and s.lane <> 'guide' and c.state = 'sold'), 0))
  then
    raise exception 'a ticket needs a sold place' using errcode = 'MU003';
  end if;
end $$;

-- As in 0010, and a group's order on account.
create or replace function guard_tickets() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform check_tickets_have_places(array(select distinct order_id from new_rows));
  if exists (select 1 from new_rows t join orders o on o.id = t.order_id
              where t.state <> 'revoked' and o.state not in ('paid','partially_refunded','disputed','on_account')) then
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

alter table orders drop constraint orders_state_check, add constraint orders_state_check check (state in ('held','awaiting_payment','expiring','expired','paid',
  'partially_refunded','refunded','cancelled','paid_unfulfillable','refund_pending','disputed','lost','on_account'));
-- On account is only what a visit has agreed to.
create function guard_account() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select 1 from group_visit where order_id = new.id and is_agreed_visit(state)) then
    raise exception 'only an agreed visit is on account' using errcode = 'MU004';
  end if;
  return new;
end $$;
create trigger guard_account before update of state on orders for each row when (new.state = 'on_account') execute function guard_account();

-- As in 0015.
create or replace function guard_total() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  if new.total_minor <> old.total_minor and old.state in
    ('paid','partially_refunded','refunded','disputed','lost','paid_unfulfillable','refund_pending','on_account')
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
    ('paid','partially_refunded','refunded','disputed','lost','paid_unfulfillable','refund_pending','on_account'))
    and not (current_user <> 'museum_app' and coalesce(current_setting('museum.applying_change', true), '') = old.order_id::text)
  then
    raise exception 'the lines of a settled order stay' using errcode = 'MU008';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;

-- what a visit does ------------------------------------------------------------------------------------------------------------------

-- Locks what these times draw on, in the order that everybody keeps.
create function lock_visit_pools(slots uuid[]) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform 1 from pool where id in (select m.pool_id from pool_set s join pool_set_member m on m.pool_set_id = s.id
    where s.timeslot_id = any (slots) and s.lane in ('schools','guide') and s.is_current) order by id for update;
end $$;

-- Writes one plan of a visit and takes its places and guides, held or sold: in every pool or in none. The pools are locked already.
-- plan: {"rank", "reasons", "subGroups": [{"people", "adults", "timeslotId", "guideId"}]}. Throws 23514 (pool_room) without room, 23505
-- (sub_group_one_a_time) where a time is another party's, MU031 where a guide may not, MU001 where a time is not on sale.
create function write_plan(v group_visit, wanted_offer uuid, plan jsonb, claim_state text) returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare made uuid; slots uuid[]; pools bigint[]; groups integer;
begin
  slots := array(select (g ->> 'timeslotId')::uuid from jsonb_array_elements(plan -> 'subGroups') g);
  groups := cardinality(slots);
  if groups = 0 or (select sum((g ->> 'people')::integer) from jsonb_array_elements(plan -> 'subGroups') g) <> v.pupils + v.teachers + v.parents + v.aides then
    raise exception 'a plan is for the whole party' using errcode = 'MU030', constraint = 'plan_party';
  end if;
  if (select count(*) from timeslot t join product p on p.id = t.product_id
       where t.id = any (slots) and t.state = 'on_sale' and t.starts_at > now() and coalesce(p.variant_of_id, p.id) = v.product_id
         and (t.language is null or t.language = v.tour_language)) <> groups
     or (select count(distinct visit_date) from timeslot where id = any (slots)) <> 1
     or (select count(*) from pool_set where timeslot_id = any (slots) and lane = 'schools' and is_current) <> groups
     or (select count(*) from pool_set where timeslot_id = any (slots) and lane = 'guide' and is_current) <> groups then
    raise exception 'not times for this visit' using errcode = 'MU001';
  end if;
  pools := array(select m.pool_id from pool_set s join pool_set_member m on m.pool_set_id = s.id
                  where s.timeslot_id = any (slots) and s.lane in ('schools','guide') and s.is_current);
  insert into group_plan (visit_id, offer_id, rank, reasons)
  values (v.id, wanted_offer, coalesce((plan ->> 'rank')::smallint, 1), coalesce(plan -> 'reasons', '{}')) returning id into made;
  insert into sub_group (plan_id, no, people, adults, timeslot_id, guide_id)
  select made, row_number() over (order by t.starts_at, x.n), (x.g ->> 'people')::smallint, (x.g ->> 'adults')::smallint, t.id, (x.g ->> 'guideId')::uuid
    from jsonb_array_elements(plan -> 'subGroups') with ordinality x(g, n) join timeslot t on t.id = (x.g ->> 'timeslotId')::uuid;
  if not v.has_own_guide then
    if exists (select 1 from sub_group g where g.plan_id = made and (g.guide_id is null or not exists (
        select 1 from guide where id = g.guide_id and v.tour_language = any (languages)))) then
      raise exception 'every sub-group has its guide' using errcode = 'MU031', constraint = 'guide_language';
    end if;
    if exists (select 1 from sub_group g join timeslot t on t.id = g.timeslot_id where g.plan_id = made and t.guide_id is not null and t.guide_id <> g.guide_id) then
      raise exception 'somebody else leads this time' using errcode = 'MU031', constraint = 'guide_taken';
    end if;
    -- One after the other: the rest between two of them is looked at each time.
    for groups in select no from sub_group where plan_id = made order by no loop
      update timeslot t set guide_id = g.guide_id from sub_group g where g.plan_id = made and g.no = groups and t.id = g.timeslot_id and t.guide_id is null;
    end loop;
  end if;
  if exists (select 1 from pool_set s join pool_set_member m on m.pool_set_id = s.id join pool p on p.id = m.pool_id
              where s.timeslot_id = any (slots) and s.lane = 'schools' and s.is_current and p.capacity + p.overbook - p.held - p.sold < 15) then
    perform release_run_out(200, pools);
  end if;
  insert into claim (sub_group_id, pool_set_id, quantity, state)
  select g.id, s.id, case s.lane when 'guide' then 1 else g.people end, claim_state
    from sub_group g join pool_set s on s.timeslot_id = g.timeslot_id and s.lane in ('schools','guide') and s.is_current where g.plan_id = made;
  return made;
end $$;

-- Gives back what these plans hold or have, and their guides; guides who were asked are asked no more.
create function release_plans(plans uuid[]) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update timeslot t set guide_id = null from sub_group g
   where g.plan_id = any (plans) and g.is_live and t.id = g.timeslot_id and t.guide_id = g.guide_id and t.starts_at > now();
  update guide_call c set state = 'withdrawn', answered_at = now() from sub_group g
   where g.plan_id = any (plans) and g.is_live and c.timeslot_id = g.timeslot_id and c.state in ('asked','accepted');
  update claim c set state = 'released' from sub_group g where g.plan_id = any (plans) and c.sub_group_id = g.id and c.state <> 'released';
  update sub_group set is_live = false where plan_id = any (plans) and is_live;
end $$;

create function slots_of_plans(plans uuid[]) returns uuid[]
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(array_agg(timeslot_id), '{}') from sub_group where plan_id = any (plans)
$$;

-- Offers plans to a party and holds every one of them until the offer ends: all, or nothing. An agreed visit is offered another time
-- beside its own ('rescheduled').
create function offer_plans(wanted uuid, plans jsonb, until timestamptz, words text, staff uuid) returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare v group_visit; made uuid; plan jsonb;
begin
  select * into v from group_visit where id = wanted for update;
  if not found or not (v.state in ('submitted','needs_info','waitlisted') or v.state in ('confirmed','names_due','list_sent','list_cleared','ready')) then
    raise exception 'nothing can be offered now' using errcode = 'MU030', constraint = 'visit_state';
  end if;
  if jsonb_array_length(plans) not between 1 and 3 then raise exception 'one to three plans' using errcode = 'MU030', constraint = 'plan_party'; end if;
  perform lock_visit_pools(array(select (g ->> 'timeslotId')::uuid from jsonb_array_elements(plans) p, jsonb_array_elements(p -> 'subGroups') g));
  insert into group_offer (visit_id, offered_by, words, expires_at) values (v.id, staff, words, until) returning id into made;
  for plan in select p || jsonb_build_object('rank', n) from jsonb_array_elements(plans) with ordinality x(p, n) loop
    perform write_plan(v, made, plan, 'held');
  end loop;
  update group_visit set state = case when is_agreed_visit(v.state) then 'rescheduled' else 'offered' end where id = v.id;
  return made;
end $$;

-- The visit's order as it is now: made at the first agreement, then kept to the party's size and time. request: {"orderId", "code",
-- "linkHash", "currency", "lines": [{"ticketTypeId", "quantity", "unitPriceMinor", "taxMinor"}]}.
create function write_visit_order(wanted uuid, request jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare v group_visit; first_slot uuid; people integer; total integer; lines integer;
begin
  select * into v from group_visit where id = wanted;
  select g.timeslot_id into first_slot from sub_group g join timeslot t on t.id = g.timeslot_id where g.plan_id = v.plan_id order by t.starts_at, g.no limit 1;
  people := v.pupils + v.teachers + v.parents + v.aides;
  lines := jsonb_array_length(request -> 'lines');
  select sum((l ->> 'unitPriceMinor')::integer * (l ->> 'quantity')::integer) into total from jsonb_array_elements(request -> 'lines') l;
  perform set_config('museum.applying_change', v.order_id::text, true);
  if not exists (select 1 from orders where id = v.order_id) then
    insert into orders (id, code, link_hash, channel, lane, locale, currency, total_minor, email, contact_name, phone, has_chosen_types, terms_version,
        terms_accepted_at, held_at, created_at, expires_at)
    values (v.order_id, request ->> 'code', decode(request ->> 'linkHash', 'hex'), 'school', 'schools', v.locale, request ->> 'currency', total, v.email,
        v.booker_name, v.phone, true, v.rules_version, v.rules_accepted_at, now(), now(), now() + interval '10 minutes');
  else
    update orders set total_minor = total where id = v.order_id and total_minor <> total;
    delete from order_line where order_id = v.order_id and line_no > lines;
  end if;
  insert into order_line (order_id, line_no, timeslot_id, ticket_type_id, quantity, unit_price_minor, tax_minor, total_minor)
  select v.order_id, x.n, first_slot, (x.l ->> 'ticketTypeId')::uuid, (x.l ->> 'quantity')::smallint, (x.l ->> 'unitPriceMinor')::integer,
         (x.l ->> 'taxMinor')::integer, (x.l ->> 'unitPriceMinor')::integer * (x.l ->> 'quantity')::integer
    from jsonb_array_elements(request -> 'lines') with ordinality x(l, n)
  on conflict (order_id, line_no) do update set timeslot_id = excluded.timeslot_id, ticket_type_id = excluded.ticket_type_id, quantity = excluded.quantity,
    unit_price_minor = excluded.unit_price_minor, tax_minor = excluded.tax_minor, total_minor = excluded.total_minor;
  update orders set state = 'on_account', expires_at = null where id = v.order_id and state = 'held';
  update ticket k set party_size = people, timeslot_id = first_slot, ticket_type_id = l.ticket_type_id
    from order_line l where k.order_id = v.order_id and k.state <> 'revoked' and l.id = k.order_line_id;
  if not found then
    for attempt in 1..6 loop
      insert into ticket (order_id, order_line_id, timeslot_id, ticket_type_id, unit_no, short_code, party_size)
      select v.order_id, l.id, first_slot, l.ticket_type_id, 1, new_short_code(), people from order_line l where l.order_id = v.order_id and l.line_no = 1
      on conflict do nothing;
      exit when found;
    end loop;
  end if;
  perform set_config('museum.applying_change', '', true);
end $$;

-- The party takes one of the plans it was offered: its places are sold, the others free, and what it had before, too. `over`: the offer
-- is not open any more; `repeat`: it was taken already.
create function accept_plan(wanted_plan uuid, request jsonb) returns text
language plpgsql security definer set search_path = public, pg_temp as $$
declare v group_visit; o group_offer; others uuid[]; before_plan uuid;
begin
  select g.* into v from group_visit g where g.id = (select visit_id from group_plan where id = wanted_plan) for update;
  if not found then return 'over'; end if;
  if v.plan_id = wanted_plan and is_agreed_visit(v.state) then return 'repeat'; end if;
  perform 1 from orders where id = v.order_id for no key update;
  others := array(select p.id from group_plan p where p.visit_id = v.id and p.id <> wanted_plan
                   and exists (select 1 from sub_group g where g.plan_id = p.id and g.is_live));
  perform lock_visit_pools(slots_of_plans(others || wanted_plan));
  select f.* into o from group_offer f join group_plan p on p.offer_id = f.id where p.id = wanted_plan for update of f;
  if o.state is distinct from 'open' or o.expires_at <= now() or v.state not in ('offered','rescheduled') then return 'over'; end if;
  update group_offer set state = 'accepted', ended_at = now() where id = o.id;
  perform release_plans(others);
  update group_visit set state = 'confirmed', plan_id = wanted_plan, order_id = coalesce(order_id, (request ->> 'orderId')::uuid) where id = v.id;
  update claim c set state = 'sold' from sub_group g where g.plan_id = wanted_plan and c.sub_group_id = g.id and c.state = 'held';
  perform write_visit_order(v.id, request);
  return 'confirmed';
end $$;

-- Ends an open offer without a plan taken. A visit that was agreed before keeps what it had. False where it was over.
create function end_group_offer(wanted uuid, next_state text, next_visit text) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare v group_visit; o group_offer; plans uuid[];
begin
  select g.* into v from group_visit g where g.id = (select visit_id from group_offer where id = wanted) for update;
  if not found then return false; end if;
  plans := array(select id from group_plan where offer_id = wanted);
  perform lock_visit_pools(slots_of_plans(plans));
  select * into o from group_offer where id = wanted for update;
  if o.state <> 'open' or (next_state = 'lapsed' and o.expires_at > now()) then return false; end if;
  update group_offer set state = next_state, ended_at = now() where id = o.id;
  perform release_plans(plans);
  update group_visit set state = case when v.state = 'rescheduled' then 'confirmed' else next_visit end where id = v.id;
  return true;
end $$;

-- An agreed visit moves to another plan in one step: by its own wish, or a manager's hand. What both plans draw on is counted once.
create function swap_plan(wanted uuid, plan jsonb, request jsonb) returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare v group_visit; made uuid;
begin
  select * into v from group_visit where id = wanted for update;
  if not found or v.state not in ('confirmed','names_due','list_sent','list_cleared','ready') then
    raise exception 'nothing to move' using errcode = 'MU030', constraint = 'visit_state';
  end if;
  perform 1 from orders where id = v.order_id for no key update;
  perform lock_visit_pools(slots_of_plans(array[v.plan_id]) || array(select (g ->> 'timeslotId')::uuid from jsonb_array_elements(plan -> 'subGroups') g));
  perform release_plans(array[v.plan_id]);
  made := write_plan(v, null, plan, 'sold');
  update group_visit set plan_id = made where id = v.id;
  perform write_visit_order(v.id, request);
  return made;
end $$;

-- Other numbers of an agreed visit, sub-group by sub-group: more only where there is room. sizes: [{"no", "people", "adults"}].
create function resize_visit(wanted uuid, counts jsonb, sizes jsonb, request jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare v group_visit;
begin
  select * into v from group_visit where id = wanted for update;
  if not found or v.state not in ('confirmed','names_due','list_sent','list_cleared','ready','part_arrived','arrived') then
    raise exception 'nothing to change' using errcode = 'MU030', constraint = 'visit_state';
  end if;
  perform 1 from orders where id = v.order_id for no key update;
  perform lock_visit_pools(slots_of_plans(array[v.plan_id]));
  update group_visit set pupils = (counts ->> 'pupils')::smallint, teachers = (counts ->> 'teachers')::smallint, parents = (counts ->> 'parents')::smallint,
    aides = (counts ->> 'aides')::smallint where id = v.id;
  update sub_group g set people = (s ->> 'people')::smallint, adults = (s ->> 'adults')::smallint
    from jsonb_array_elements(sizes) s where g.plan_id = v.plan_id and g.no = (s ->> 'no')::smallint;
  -- What is given up first, so that one sub-group may grow where another shrinks.
  update claim c set quantity = g.people from sub_group g, pool_set s
   where g.plan_id = v.plan_id and c.sub_group_id = g.id and s.id = c.pool_set_id and s.lane <> 'guide' and c.quantity <> g.people;
  perform write_visit_order(v.id, request);
end $$;

-- A visit that does not take place: places, guides, offers and its ticket end in the same step. What was paid goes back by refunds.
create function end_visit(wanted uuid, next_state text, why text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare v group_visit; plans uuid[];
begin
  select * into v from group_visit where id = wanted for update;
  if not found or next_state not in ('declined','expired','cancelled_by_group','cancelled_by_museum','waitlisted','submitted') then
    raise exception 'a visit does not end so' using errcode = 'MU030', constraint = 'visit_state';
  end if;
  perform 1 from orders where id = v.order_id for no key update;
  plans := array(select p.id from group_plan p where p.visit_id = v.id and exists (select 1 from sub_group g where g.plan_id = p.id and g.is_live));
  perform lock_visit_pools(slots_of_plans(plans));
  if exists (select 1 from ticket where order_id = v.order_id and admitted_people > 0) then
    raise exception 'somebody of this party is here' using errcode = 'MU030', constraint = 'visit_arrived';
  end if;
  update group_offer set state = 'withdrawn', ended_at = now() where visit_id = v.id and state = 'open';
  update group_visit set state = next_state, reason = why where id = v.id;
  update ticket set state = 'revoked' where order_id = v.order_id and state <> 'revoked';
  perform release_plans(plans);
  update orders set state = 'cancelled' where id = v.order_id and state = 'on_account';
end $$;

-- Another guide for a sub-group of a visit, or nobody for now.
create function change_sub_group_guide(wanted uuid, new_guide uuid) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare g sub_group;
begin
  select * into g from sub_group where id = wanted and is_live for update;
  if not found then raise exception 'no such sub-group' using errcode = 'MU030', constraint = 'visit_state'; end if;
  if new_guide is not null and not exists (select 1 from guide u join group_plan p on p.id = g.plan_id join group_visit v on v.id = p.visit_id
      where u.id = new_guide and v.tour_language = any (u.languages)) then
    raise exception 'not this guide’s language' using errcode = 'MU031', constraint = 'guide_language';
  end if;
  update guide_call set state = 'withdrawn', answered_at = now() where timeslot_id = g.timeslot_id and state in ('asked','accepted') and guide_id is distinct from new_guide;
  update timeslot set guide_id = new_guide where id = g.timeslot_id;
  update sub_group set guide_id = new_guide where id = g.id;
end $$;

-- money ------------------------------------------------------------------------------------------------------------------------------

-- Papers of account: numbered without gaps by kind and year, and never changed. A credit note takes back of one invoice.
create table document_series (
  kind text not null,
  year smallint not null,
  last_no integer not null default 0,
  primary key (kind, year)
);
create table account_document (
  id uuid primary key default uuidv7(),
  kind text not null check (kind in ('quote','pro_forma','invoice','credit_note','act')),
  year smallint not null,
  no integer not null check (no >= 1),
  visit_id uuid not null references group_visit,
  corrects_id uuid references account_document,
  request_key uuid unique,
  issued_at timestamptz not null default now(),
  issued_date date not null,
  due_date date check (due_date >= issued_date),
  locale text not null check (locale in ('az','en','ru')),
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  -- [{"words", "quantity", "unitMinor", "taxPerMille", "taxMinor", "totalMinor"}]
  lines jsonb not null check (jsonb_typeof(lines) = 'array' and jsonb_array_length(lines) between 1 and 40),
  total_minor integer not null check (total_minor >= 0),
  tax_minor integer not null check (tax_minor between 0 and total_minor),
  -- what the numbers go by: booked, actual or the least that is billed
  basis text not null check (basis in ('booked','actual','minimum','deposit')),
  payer jsonb not null,
  issued_by text not null,
  constraint account_document_number unique (kind, year, no),
  constraint account_document_corrects check ((kind = 'credit_note') = (corrects_id is not null))
);
create index account_document_visit on account_document (visit_id, issued_at);
create index account_document_corrected on account_document (corrects_id) where corrects_id is not null;
create index account_document_due on account_document (due_date) where kind = 'invoice';
create trigger only_added_to before update or delete on account_document for each row execute function refuse_change();

-- The only way to a number: the series is locked until the paper is there.
create function issue_document(paper jsonb) returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare made uuid; today date; number integer; sums record; corrected account_document;
begin
  -- Before anything is looked at: a repeat waits for the paper it repeats, and two credits of one invoice see each other.
  perform 1 from group_visit where id = (paper ->> 'visitId')::uuid for update;
  select id into made from account_document where request_key = (paper ->> 'requestKey')::uuid;
  if found then return made; end if;
  select (now() at time zone time_zone)::date into today from museum;
  select coalesce(sum((l ->> 'totalMinor')::integer), 0) as total, coalesce(sum((l ->> 'taxMinor')::integer), 0) as tax,
         coalesce(bool_and((l ->> 'totalMinor')::integer = (l ->> 'unitMinor')::integer * (l ->> 'quantity')::integer), false) as adds_up
    into sums from jsonb_array_elements(paper -> 'lines') l;
  if not sums.adds_up then raise exception 'lines that do not add up' using errcode = 'MU032', constraint = 'document_lines'; end if;
  if paper ->> 'kind' = 'credit_note' then
    select * into corrected from account_document where id = (paper ->> 'correctsId')::uuid for key share;
    if not found or corrected.kind <> 'invoice' or corrected.visit_id <> (paper ->> 'visitId')::uuid or corrected.currency <> paper ->> 'currency'
       or sums.total > corrected.total_minor - (select coalesce(sum(total_minor), 0) from account_document where corrects_id = corrected.id) then
      raise exception 'more than its invoice' using errcode = 'MU032', constraint = 'document_credit';
    end if;
  end if;
  insert into document_series as s (kind, year, last_no) values (paper ->> 'kind', extract(year from today), 1)
  on conflict (kind, year) do update set last_no = s.last_no + 1 returning last_no into number;
  insert into account_document (kind, year, no, visit_id, corrects_id, request_key, issued_date, due_date, locale, currency, lines, total_minor, tax_minor, basis,
      payer, issued_by)
  values (paper ->> 'kind', extract(year from today), number, (paper ->> 'visitId')::uuid, (paper ->> 'correctsId')::uuid, (paper ->> 'requestKey')::uuid, today,
      today + (paper ->> 'dueDays')::integer, paper ->> 'locale', paper ->> 'currency', paper -> 'lines', sums.total, sums.tax, paper ->> 'basis',
      paper -> 'payer', paper ->> 'issuedBy')
  returning id into made;
  return made;
end $$;

-- What is paid on a paper: any number of payments, each of which the ledger knows.
alter table payment add column document_id uuid references account_document;
create index payment_of_document on payment (document_id) where document_id is not null;
alter table payment add constraint payment_one_purpose check (change_id is null or document_id is null);

-- What the bank's statement says came in, and what a person found it to be.
create table bank_transfer (
  id uuid primary key default uuidv7(),
  bank_reference text not null unique check (length(bank_reference) between 3 and 80 and bank_reference !~ '[[:cntrl:]]'),
  value_date date not null,
  amount_minor integer not null check (amount_minor > 0),
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  payer text not null check (length(payer) <= 200 and payer !~ '[[:cntrl:]]'),
  words text not null default '' check (length(words) <= 500),
  payment_id uuid unique references payment,
  -- not ours, with the reason
  set_aside text check (length(set_aside) between 3 and 300),
  entered_by text not null,
  entered_at timestamptz not null default now(),
  constraint bank_transfer_end check (payment_id is null or set_aside is null)
);
create index bank_transfer_open on bank_transfer (value_date) where payment_id is null and set_aside is null;

-- a school's account -------------------------------------------------------------------------------------------------------------------

-- A link that signs a teacher in once, within minutes.
create table sign_in_link (
  token_hash bytea primary key check (octet_length(token_hash) = 32),
  email text not null check (length(email) between 3 and 254),
  locale text not null check (locale in ('az','en','ru')),
  made_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  constraint sign_in_link_life check (expires_at <= made_at + interval '30 minutes')
);
create index sign_in_link_expires on sign_in_link (expires_at);

-- the guides of requests ------------------------------------------------------------------------------------------------------------------

-- As in 0002, but for products that are asked for: their guides are taken with the plan, not with the time.
create or replace function make_pools(ids uuid[], given_lanes jsonb default null) returns integer
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
    join product pr on pr.id = t.product_id and pr.booking_mode = 'order'
  on conflict do nothing;

  update timeslot set state = 'on_sale' where id in (select id from preparing);
  get diagnostics prepared = row_count;
  return prepared;
end $$;
update claim c set state = 'released' from pool_set s join timeslot t on t.id = s.timeslot_id join product p on p.id = t.product_id
 where c.pool_set_id = s.id and s.lane = 'guide' and c.sub_group_id is null and c.state = 'sold' and p.kind in ('class_programme','group_tour');
update timeslot t set guide_id = null from product p where p.id = t.product_id and p.kind in ('class_programme','group_tour') and t.guide_id is not null and t.starts_at > now();
update product set booking_mode = 'request', pupil_type_id = (select id from ticket_type where code = 'pupil'),
  adult_type_id = (select id from ticket_type where code = 'teacher-with-class') where kind in ('class_programme','group_tour');

-- rights ------------------------------------------------------------------------------------------------------------------------------------

grant select on guide_fee, school_break, guide_product, guide_availability, guide_leave, institution, group_visit, group_wish, group_offer, group_plan, sub_group,
  tour_report, guide_call, visit_file, visit_name, visit_step, visit_evaluation, visit_event, document_series, account_document, bank_transfer, sign_in_link to museum_app;
grant insert, update, delete on guide_fee, school_break, guide_product, guide_availability, guide_leave, group_wish, visit_name to museum_app;
grant insert, update on institution, tour_report, visit_step, visit_evaluation to museum_app;
grant insert (id, code, link_hash, request_key, state, product_id, institution_id, locale, tour_language, pupils, teachers, parents, aides, age_from, age_until, grades,
  shift, is_flexible, has_own_guide, booker_name, email, phone, leader_name, leader_phone, theme, access_needs, bus, note, pay_way, payer_name, payer_tax_number,
  payer_address, rules_version, rules_accepted_at) on group_visit to museum_app;
grant update (link_hash, link_version, state, reason, product_id, institution_id, locale, tour_language, pupils, teachers, parents, aides, age_from, age_until, grades,
  shift, is_flexible, has_own_guide, booker_name, email, phone, leader_name, leader_phone, theme, access_needs, bus, note, pay_way, payer_name, payer_tax_number,
  payer_address, rules_version, rules_accepted_at, finalised_at, day_answer, day_answer_at, late_minutes, purged_at) on group_visit to museum_app;
grant insert (id, timeslot_id, guide_id, answer_until), update (state, reason, answered_at) on guide_call to museum_app;
grant insert (id, visit_id, kind, file_name, media_type, bytes, by_kind, by_id), delete on visit_file to museum_app;
grant insert (id, bank_reference, value_date, amount_minor, currency, payer, words, entered_by), update (payment_id, set_aside) on bank_transfer to museum_app;
grant insert (document_id) on payment to museum_app;
grant insert (token_hash, email, locale, expires_at), update (used_at), delete on sign_in_link to museum_app;
grant insert (visit_id) on message to museum_app;

revoke execute on function write_visit_event(), write_guide_call_event(), date_visit(), guard_guide(), guard_sub_group_claim(), guard_sub_group(), is_agreed_visit(text), check_visit(uuid),
  check_visit_later(), guard_visit(), guard_account(), lock_visit_pools(uuid[]), write_plan(group_visit, uuid, jsonb, text), release_plans(uuid[]),
  slots_of_plans(uuid[]), offer_plans(uuid, jsonb, timestamptz, text, uuid), write_visit_order(uuid, jsonb), accept_plan(uuid, jsonb),
  end_group_offer(uuid, text, text), swap_plan(uuid, jsonb, jsonb), resize_visit(uuid, jsonb, jsonb, jsonb), end_visit(uuid, text, text),
  change_sub_group_guide(uuid, uuid), issue_document(jsonb) from public;
grant execute on function is_agreed_visit(text), offer_plans(uuid, jsonb, timestamptz, text, uuid), accept_plan(uuid, jsonb), end_group_offer(uuid, text, text),
  swap_plan(uuid, jsonb, jsonb), resize_visit(uuid, jsonb, jsonb, jsonb), end_visit(uuid, text, text), change_sub_group_guide(uuid, uuid), issue_document(jsonb)
  to museum_app;

-- What runs for every booking goes by keys, whatever the size of the tables was when it was planned (0010).
do $do$
declare name text; planned text;
begin
  foreach name in array array['guard_tickets()', 'guard_guide()', 'check_visit(uuid)', 'check_visit_later()',
    'write_plan(group_visit, uuid, jsonb, text)', 'accept_plan(uuid, jsonb)'] loop
    foreach planned in array array['plan_cache_mode = force_generic_plan', 'enable_seqscan = off', 'enable_hashjoin = off', 'enable_mergejoin = off'] loop
      execute format('alter function %s set %s', name, planned);
    end loop;
  end loop;
end $do$;
