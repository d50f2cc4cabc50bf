-- Guides who are asked, answer, fall ill and tell what came of their tours (6.9). A call that is open or accepted is always one to whoever
-- leads the time; whoever is away is given nothing, whatever comes together.
-- SQLSTATE as in 0023: MU031 not a guide's to lead.

alter table guide_call
  -- when whoever leads it no more was told so
  add column told_at timestamptz,
  add constraint guide_call_until check (answer_until > asked_at);
create index guide_call_untold on guide_call (timeslot_id) where told_at is null and state in ('declined','lapsed','withdrawn');

-- Who may be asked, and say yes: whoever leads this time, before it begins, and is there that day.
create function guard_guide_call() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare t timeslot; g guide; refused text;
begin
  if new.state not in ('asked','accepted') or (tg_op = 'UPDATE' and new.state = old.state) then return new; end if;
  select * into t from timeslot where id = new.timeslot_id for share;
  select * into g from guide where id = new.guide_id for share;
  refused := case
    when t.guide_id is distinct from new.guide_id then 'guide_call_leads'
    when t.state not in ('on_sale','closed') or t.starts_at <= now() then 'guide_call_time'
    when tg_op = 'INSERT' and new.answer_until > t.starts_at then 'guide_call_time'
    when not g.is_active then 'guide_active'
    when exists (select 1 from guide_leave where guide_id = g.id and t.visit_date between first_date and last_date) then 'guide_leave' end;
  if refused is not null then raise exception 'nobody to ask: %', refused using errcode = 'MU031', constraint = refused; end if;
  return new;
end $$;
create trigger guard_guide_call before insert or update of state on guide_call for each row execute function guard_guide_call();

-- A time that somebody else leads, or that does not take place, is nobody else's to answer for.
create function end_guide_calls() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update guide_call set state = 'withdrawn', answered_at = now()
   where timeslot_id = new.id and state in ('asked','accepted')
     and (guide_id is distinct from new.guide_id or new.state in ('cancelling','cancelled'));
  return null;
end $$;
create trigger end_guide_calls after update of guide_id, state on timeslot for each row
  when (old.guide_id is not null and (new.guide_id is distinct from old.guide_id or new.state in ('cancelling','cancelled')))
  execute function end_guide_calls();

-- Leave and a tour given at the same moment wait for each other: whoever comes second sees the first (guard_guide locks the guide, too).
create function guard_leave() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform 1 from guide where id = new.guide_id for no key update;
  return new;
end $$;
create trigger guard_leave before insert or update on guide_leave for each row execute function guard_leave();

-- As in 0023, with the guide's row locked; other routes of a product are led by whoever leads the product.
create or replace function guard_guide() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare g guide; rest interval; most integer; zone text; refused text;
begin
  if new.guide_id is null or (tg_op = 'UPDATE' and new.guide_id is not distinct from old.guide_id and new.starts_at = old.starts_at and new.ends_at = old.ends_at)
     or new.state in ('cancelling','cancelled') then return new; end if;
  perform pg_advisory_xact_lock(hashtextextended(new.guide_id || ':' || new.visit_date, 23));
  select * into g from guide where id = new.guide_id for share;
  rest := make_interval(mins => coalesce((setting_at('guide_rest_minutes', new.visit_date))::integer, 20));
  most := coalesce(g.tours_a_day, (setting_at('guide_tours_a_day', new.visit_date))::integer, 3);
  select time_zone into zone from museum;
  refused := case
    when not g.is_active then 'guide_active'
    when new.language is not null and not new.language = any (g.languages) then 'guide_language'
    when exists (select 1 from guide_leave where guide_id = g.id and new.visit_date between first_date and last_date) then 'guide_leave'
    when exists (select 1 from guide_product where guide_id = g.id) and not exists (select 1 from guide_product where guide_id = g.id and product_id = new.product_id)
      and not exists (select 1 from guide_product x join product p on p.variant_of_id = x.product_id where x.guide_id = g.id and p.id = new.product_id)
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

-- What came of a tour is told by whoever leads it, on the day, and is no more people than its rooms may ever hold.
create function guard_tour_report() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare t timeslot; room integer; refused text;
begin
  select * into t from timeslot where id = new.timeslot_id for share;
  -- the guide stands in the room, too
  select min(s.fire_limit) - 1 into room from route_step r join space s on s.id = r.space_id where r.product_id = t.product_id;
  refused := case
    when t.guide_id is distinct from new.guide_id then 'tour_report_guide'
    when t.state not in ('on_sale','closed','done') or t.visit_date > (select (now() at time zone time_zone)::date from museum)
      or greatest(new.started_at, new.ended_at) > now() + interval '5 minutes' or new.started_at < t.starts_at - interval '6 hours' then 'tour_report_day'
    when new.heads > room then 'tour_report_room' end;
  if refused is not null then raise exception 'no tour so: %', refused using errcode = 'MU031', constraint = refused; end if;
  return new;
end $$;
create trigger guard_tour_report before insert or update on tour_report for each row execute function guard_tour_report();

grant update (told_at) on guide_call to museum_app;
revoke execute on function guard_guide_call(), end_guide_calls(), guard_leave(), guard_tour_report() from public;
do $do$
declare name text; planned text;
begin
  foreach name in array array['guard_guide()', 'guard_guide_call()', 'end_guide_calls()', 'guard_tour_report()'] loop
    foreach planned in array array['plan_cache_mode = force_generic_plan', 'enable_seqscan = off', 'enable_hashjoin = off', 'enable_mergejoin = off'] loop
      execute format('alter function %s set %s', name, planned);
    end loop;
  end loop;
end $do$;
