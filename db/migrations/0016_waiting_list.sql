-- Waiting list for a whole party (3.5). What is offered is a claim of the offer: nobody else can buy it meanwhile, and it comes back once.
-- SQLSTATE of our own: MU026 not on this list, or not so.

create table waiting_entry (
  id uuid primary key default uuidv7(),
  link_hash bytea not null unique check (octet_length(link_hash) = 32),
  request_key uuid not null unique,
  product_id uuid not null references product,
  state text not null default 'waiting' check (state in ('waiting','offered','taken','left','removed','ended')),
  -- Nobody can choose it: the database gives the next one, to who joins and to who asks for more.
  rank bigint generated always as identity unique,
  -- how many still wait
  people smallint not null check (people between 1 and 500),
  -- null: together or not at all
  smallest_part smallint constraint waiting_entry_part check (smallest_part between 1 and people),
  -- null: whichever a tour is in
  tour_languages text[] check (tour_languages <@ array['az','en','ru'] and cardinality(tour_languages) > 0),
  locale text not null check (locale in ('az','en','ru')),
  email text check (length(email) between 3 and 254 and email !~ '[[:cntrl:]]'),
  email_key bytea,
  made_at timestamptz not null default now(),
  ended_at timestamptz,
  constraint waiting_entry_reachable check (state not in ('waiting','offered') or (email is not null and email_key is not null)),
  constraint waiting_entry_end check ((state in ('waiting','offered')) = (ended_at is null))
);
create index waiting_entry_live on waiting_entry (product_id, rank) where state in ('waiting','offered');
create index waiting_entry_email on waiting_entry (email_key) where state in ('waiting','offered');
create index waiting_entry_product on waiting_entry (product_id);
create index waiting_entry_forget on waiting_entry (ended_at) where email is not null and ended_at is not null;

-- A day with the starts that would do. Product, address and whether it counts follow the entry.
create table waiting_wish (
  id uuid primary key default uuidv7(),
  entry_id uuid not null references waiting_entry,
  product_id uuid not null references product,
  email_key bytea,
  visit_date date not null,
  from_time time not null,
  until_time time not null,
  is_live boolean not null default true,
  constraint waiting_wish_span check (until_time >= from_time),
  -- Whoever waits for a time waits for it once.
  constraint waiting_wish_once exclude using gist (email_key with =, product_id with =, visit_date with =,
    int4range((extract(epoch from from_time) / 60)::integer, (extract(epoch from until_time) / 60)::integer, '[]') with &&) where (is_live)
);
create index waiting_wish_entry on waiting_wish (entry_id);
create index waiting_wish_day on waiting_wish (product_id, visit_date) where is_live;
create index waiting_wish_product on waiting_wish (product_id);

create table waiting_offer (
  id uuid primary key default uuidv7(),
  entry_id uuid not null references waiting_entry,
  timeslot_id uuid not null references timeslot,
  people smallint not null check (people >= 1),
  state text not null default 'open' check (state in ('open','taken','lapsed','declined','withdrawn')),
  offered_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz,
  -- The order is made in the step that takes the offer.
  order_id uuid references orders deferrable initially deferred,
  constraint waiting_offer_order check ((state = 'taken') = (order_id is not null)),
  constraint waiting_offer_end check ((state = 'open') = (ended_at is null)),
  constraint waiting_offer_time check (expires_at > offered_at)
);
create unique index waiting_offer_one_open on waiting_offer (entry_id) where state = 'open';
create index waiting_offer_entry on waiting_offer (entry_id, timeslot_id, state);
create index waiting_offer_timeslot on waiting_offer (timeslot_id, state);
create index waiting_offer_due on waiting_offer (expires_at) where state = 'open';
create unique index waiting_offer_of_order on waiting_offer (order_id) where order_id is not null;

-- Why a party was passed over when places came free at a time: the last reason at each, which its own page shows.
create table waiting_pass_over (
  entry_id uuid not null references waiting_entry,
  timeslot_id uuid not null references timeslot,
  why text not null check (why in ('party_larger','part_larger','rest_too_small','others_first','declined','rested')),
  places smallint not null check (places >= 1),
  at timestamptz not null default now(),
  primary key (entry_id, timeslot_id)
);
create index waiting_pass_over_timeslot on waiting_pass_over (timeslot_id);

-- Every step of entries and offers, written by the database.
create table waiting_event (
  id bigint generated always as identity primary key,
  entry_id uuid not null references waiting_entry,
  machine text not null check (machine in ('waiting','waiting_offer')),
  object_id uuid not null,
  from_state text,
  to_state text not null,
  actor_kind text not null,
  actor_id text,
  reason text,
  at timestamptz not null default now()
);
create index waiting_event_entry on waiting_event (entry_id, id);
create trigger only_added_to before update or delete on waiting_event for each row execute function refuse_change();

insert into allowed_transition (machine, from_state, to_state) values
  ('waiting','-','waiting'), ('waiting','waiting','offered'), ('waiting','waiting','left'), ('waiting','waiting','removed'), ('waiting','waiting','ended'),
  ('waiting','offered','waiting'), ('waiting','offered','taken'), ('waiting','offered','left'), ('waiting','offered','removed'),
  ('waiting_offer','-','open'), ('waiting_offer','open','taken'), ('waiting_offer','open','lapsed'), ('waiting_offer','open','declined'),
  ('waiting_offer','open','withdrawn');
create trigger guard_transition before update of state on waiting_entry for each row execute function guard_transition('waiting');
create trigger guard_transition before update of state on waiting_offer for each row execute function guard_transition('waiting_offer');
create trigger guard_beginning before insert on waiting_entry for each row execute function guard_beginning('waiting');
create trigger guard_beginning before insert on waiting_offer for each row execute function guard_beginning('waiting_offer');

create function write_waiting_event() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'UPDATE' and new.state = old.state then return null; end if;
  insert into waiting_event (entry_id, machine, object_id, from_state, to_state, actor_kind, actor_id, reason)
  values (coalesce((to_jsonb(new) ->> 'entry_id')::uuid, new.id), tg_argv[0], new.id, case when tg_op = 'UPDATE' then old.state end, new.state,
    coalesce(nullif(current_setting('museum.actor_kind', true), ''), 'system'), nullif(current_setting('museum.actor_id', true), ''),
    nullif(current_setting('museum.reason', true), ''));
  return null;
end $$;
create trigger write_history after insert or update of state on waiting_entry for each row execute function write_waiting_event('waiting');
create trigger write_history after insert or update of state on waiting_offer for each row execute function write_waiting_event('waiting_offer');

-- Joining: the address as the database knows it, and no more places on the list than one address may have.
create function begin_waiting() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  new.email_key := sha256(convert_to(email_key(new.email), 'UTF8'));
  perform pg_advisory_xact_lock(hashtextextended(encode(new.email_key, 'hex'), 16));
  if (select count(*) from waiting_entry where email_key = new.email_key and state in ('waiting','offered'))
     >= coalesce((setting_at('waiting_entries_per_email', current_date))::integer, 3) then
    raise exception 'this address waits often enough' using errcode = 'MU026', constraint = 'waiting_entries_per_email';
  end if;
  return new;
end $$;
create trigger begin_waiting before insert on waiting_entry for each row execute function begin_waiting();

-- Who has an open offer is 'offered', and nobody else is.
create function guard_waiting() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if (new.state = 'offered') <> exists (select 1 from waiting_offer where entry_id = new.id and state = 'open')
     or (new.state = 'taken' and not exists (select 1 from waiting_offer where entry_id = new.id and state = 'taken')) then
    raise exception 'the entry and its offer say two things' using errcode = 'MU026';
  end if;
  new.ended_at := case when new.state not in ('waiting','offered') then coalesce(new.ended_at, now()) end;
  return new;
end $$;
create trigger guard_waiting before update of state on waiting_entry for each row execute function guard_waiting();

create function follow_entry() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update waiting_wish set is_live = false where entry_id = new.id and is_live;
  return null;
end $$;
create trigger follow_entry after update of state on waiting_entry for each row
  when (new.state not in ('waiting','offered')) execute function follow_entry();

create function begin_wish() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  select e.product_id, e.email_key, true into new.product_id, new.email_key, new.is_live from waiting_entry e
   where e.id = new.entry_id and e.state in ('waiting','offered');
  if not found then raise exception 'nobody waits so' using errcode = 'MU026'; end if;
  return new;
end $$;
create trigger begin_wish before insert on waiting_wish for each row execute function begin_wish();

-- offers ---------------------------------------------------------------------------------------------------------------------------

alter table claim add column offer_id uuid references waiting_offer;
alter table claim add constraint claim_of_offer check (offer_id is null or num_nonnulls(order_id, voucher_id) = 0);
create unique index claim_offer on claim (offer_id) where offer_id is not null;
do $do$
begin
  drop index claim_guide;
  execute 'create unique index claim_guide on claim (pool_set_id) where order_id is null and voucher_id is null and offer_id is null'
    || case when exists (select 1 from information_schema.columns where table_schema = 'public' and table_name = 'claim' and column_name = 'change_id')
       then ' and change_id is null' else '' end;
end $do$;

-- An offer's claim is held for as long as the offer is open, all of it, and never sold.
create function guard_offer_claim() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.quantity <> old.quantity
     or (new.state = 'held') <> exists (select 1 from waiting_offer where id = new.offer_id and state = 'open') or new.state = 'sold' then
    raise exception 'the places are the offer’s' using errcode = 'MU026';
  end if;
  return new;
end $$;
create trigger guard_offer_claim before update on claim for each row when (new.offer_id is not null) execute function guard_offer_claim();

-- Until when an offer made now stands: a day, two hours when the time is close, and never past the last moment at which it could be
-- bought. Null when too little of it would be left.
create function offer_expiry(slot timeslot) returns timestamptz
language sql stable set search_path = public, pg_temp as $$
  select case when x.ends >= now() + make_interval(mins => coalesce((setting_at('waiting_offer_least_minutes', current_date))::integer, 30)) then x.ends end
    from (select least(now() + make_interval(hours => case
        when slot.starts_at <= now() + make_interval(hours => coalesce((setting_at('waiting_close_within_hours', current_date))::integer, 48))
        then coalesce((setting_at('waiting_offer_close_hours', current_date))::integer, 2)
        else coalesce((setting_at('waiting_offer_hours', current_date))::integer, 24) end),
      slot.starts_at - make_interval(mins => (select lead_time_minutes from product where id = slot.product_id))) as ends) x
$$;

-- True where a time is among those that an entry would take.
create function is_wished(wanted_entry uuid, slot timeslot) returns boolean
language sql stable set search_path = public, pg_temp as $$
  select exists (select 1 from waiting_wish w join waiting_entry e on e.id = w.entry_id
    where w.entry_id = wanted_entry and w.is_live and w.product_id = slot.product_id and w.visit_date = slot.visit_date
      and slot.start_time between w.from_time and w.until_time
      and (e.tour_languages is null or slot.language is null or slot.language = any (e.tour_languages)))
$$;

-- Locks what a lane of a time draws on, in the order that everybody keeps, and says how many places it has.
create function lock_room(wanted_slot uuid) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare ids bigint[]; room integer;
begin
  ids := array(select m.pool_id from pool_set s join pool_set_member m on m.pool_set_id = s.id
                where s.timeslot_id = wanted_slot and s.lane = 'public' and s.is_current);
  perform 1 from pool where id = any (ids) order by id for update;
  select case when bool_and(status = 'on_sale') then min(capacity + overbook - held - sold) else 0 end into room from pool where id = any (ids);
  return greatest(0, coalesce(room, 0));
end $$;

-- Offers so many places of a time to an entry that waits for it, and takes them for the offer. Null where it is not so any more.
create function offer_places(wanted_entry uuid, wanted_slot uuid, places integer) returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare e waiting_entry; slot timeslot; until timestamptz; made uuid; set_id bigint;
begin
  if lock_room(wanted_slot) < places then return null; end if;
  select * into e from waiting_entry where id = wanted_entry for update;
  select * into slot from timeslot where id = wanted_slot;
  until := offer_expiry(slot);
  if e.state is distinct from 'waiting' or slot.state is distinct from 'on_sale' or until is null or not is_wished(e.id, slot) then return null; end if;
  if places < 1 or places > e.people or (places < e.people and (e.smallest_part is null or places < e.smallest_part or e.people - places < e.smallest_part)) then
    raise exception 'not what this party asked for' using errcode = 'MU026';
  end if;
  select id into set_id from pool_set where timeslot_id = slot.id and lane = 'public' and is_current;
  insert into waiting_offer (entry_id, timeslot_id, people, expires_at) values (e.id, slot.id, places, until) returning id into made;
  insert into claim (offer_id, pool_set_id, quantity, state) values (made, set_id, places, 'held');
  update waiting_entry set state = 'offered' where id = e.id;
  delete from waiting_pass_over where entry_id = e.id and timeslot_id = slot.id;
  return made;
end $$;

-- Ends an open offer without an order: its places come back, the entry waits again with its rank, or goes. False where it was over.
create function end_offer(wanted_offer uuid, next_state text, next_entry text default 'waiting') returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare o waiting_offer;
begin
  select * into o from waiting_offer where id = wanted_offer;
  if not found then return false; end if;
  perform lock_room(o.timeslot_id);
  perform 1 from waiting_entry where id = o.entry_id for update;
  select * into o from waiting_offer where id = wanted_offer for update;
  if o.state <> 'open' or (next_state = 'lapsed' and o.expires_at > now()) then return false; end if;
  if next_state not in ('lapsed','declined','withdrawn') then raise exception 'an offer does not end so' using errcode = 'MU026'; end if;
  update waiting_offer set state = next_state, ended_at = now() where id = o.id;
  update claim set state = 'released' where offer_id = o.id and state = 'held';
  update waiting_entry set state = next_entry where id = o.entry_id;
  return true;
end $$;

-- Turns an offer into an order that holds the very same places, in one step. `over`: it is not open any more.
create function take_offer(request jsonb, wanted_offer uuid)
returns table (verdict text, order_id uuid, room integer, scarce text, expires_at timestamptz)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare o waiting_offer; e waiting_entry; answer record; people integer;
begin
  select * into o from waiting_offer where id = wanted_offer;
  if not found then return query select 'over'::text, null::uuid, null::integer, null::text, null::timestamptz; return; end if;
  perform lock_room(o.timeslot_id);
  select * into e from waiting_entry where id = o.entry_id for update;
  select * into o from waiting_offer where id = wanted_offer for update;
  if o.state = 'taken' then
    return query select 'repeat'::text, t.id, null::integer, null::text, t.expires_at from orders t where t.id = o.order_id;
    return;
  end if;
  if o.state <> 'open' or o.expires_at <= now() then
    return query select 'over'::text, null::uuid, null::integer, null::text, null::timestamptz;
    return;
  end if;
  select sum((l ->> 'quantity')::integer) into people from jsonb_array_elements(request -> 'lines') l;
  if people <> o.people or request ->> 'timeslotId' <> o.timeslot_id::text or request ->> 'lane' <> 'public' then
    raise exception 'not what was offered' using errcode = 'MU026', constraint = 'waiting_offer_request';
  end if;
  begin
    update waiting_offer set state = 'taken', ended_at = now(), order_id = (request ->> 'orderId')::uuid where id = o.id;
    update claim set state = 'released' where offer_id = o.id and state = 'held';
    select * into answer from hold_places(jsonb_build_array(request));
    if answer.verdict <> 'held' then raise exception 'not held' using errcode = 'MU026', constraint = 'waiting_not_held'; end if;
    perform check_email_day(answer.order_id);
    if o.people < e.people then
      update waiting_entry set state = 'waiting', people = e.people - o.people where id = e.id;
    else
      update waiting_entry set state = 'taken' where id = e.id;
    end if;
  exception when sqlstate 'MU026' then
    if answer.verdict is null or answer.verdict = 'held' then raise; end if;
  end;
  return query select answer.verdict, answer.order_id, answer.room, answer.scarce, answer.expires_at;
end $$;

-- rights -------------------------------------------------------------------------------------------------------------------------------

grant select on waiting_entry, waiting_wish, waiting_offer, waiting_pass_over, waiting_event to museum_app;
grant insert (id, link_hash, request_key, product_id, people, smallest_part, tour_languages, locale, email) on waiting_entry to museum_app;
grant update (state, rank, people, smallest_part, tour_languages, locale, email, email_key) on waiting_entry to museum_app;
grant insert (entry_id, visit_date, from_time, until_time), delete on waiting_wish to museum_app;
grant insert, update, delete on waiting_pass_over to museum_app;

revoke execute on function write_waiting_event(), begin_waiting(), guard_waiting(), follow_entry(), begin_wish(), guard_offer_claim(),
  offer_expiry(timeslot), is_wished(uuid, timeslot), lock_room(uuid), offer_places(uuid, uuid, integer), end_offer(uuid, text, text),
  take_offer(jsonb, uuid) from public;
grant execute on function offer_expiry(timeslot), is_wished(uuid, timeslot), lock_room(uuid), offer_places(uuid, uuid, integer), end_offer(uuid, text, text),
  take_offer(jsonb, uuid) to museum_app;

do $do$
declare name text; planned text;
begin
  foreach name in array array['is_wished(uuid, timeslot)', 'lock_room(uuid)', 'offer_places(uuid, uuid, integer)', 'end_offer(uuid, text, text)',
    'take_offer(jsonb, uuid)', 'guard_offer_claim()', 'begin_waiting()', 'guard_waiting()'] loop
    foreach planned in array array['plan_cache_mode = force_generic_plan', 'enable_seqscan = off', 'enable_hashjoin = off', 'enable_mergejoin = off'] loop
      execute format('alter function %s set %s', name, planned);
    end loop;
  end loop;
end $do$;
