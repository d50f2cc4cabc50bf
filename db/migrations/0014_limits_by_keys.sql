-- What 0013 asks at every hold is asked cheaply, and by keys.

-- As in 0013. The largest party is looked at first: only one above the rule is looked up.
create or replace function limit_order() returns trigger
language plpgsql set search_path = public, pg_temp as $$
declare largest integer;
begin
  if current_user <> 'museum_app' then return null; end if;
  select max(quantity) into largest from new_rows where state = 'held';
  if largest is null or largest <= (select coalesce(min(value::integer), 6) from setting where key = 'order_ticket_limit') then return null; end if;
  if exists (select 1 from new_rows c join orders o on o.id = c.order_id join pool_set s on s.id = c.pool_set_id join timeslot t on t.id = s.timeslot_id
              where o.channel = 'web' and c.state = 'held' and c.quantity >
                coalesce((select maximum_tickets from voucher where id = o.voucher_id), order_ticket_limit(t.visit_date))) then
    raise exception 'more tickets than an order may have' using errcode = 'MU014', constraint = 'order_ticket_limit';
  end if;
  return null;
end $$;

-- As in 0010: planned once a connection, by keys whatever the size of the tables was when it was planned. release_run_out was made
-- anew in 0013 and had lost it.
do $do$
declare name text; planned text;
begin
  foreach name in array array['limit_order()', 'limit_growth()', 'check_email_day(uuid)', 'release_run_out(integer, bigint[])',
    'guard_voucher_use()', 'count_voucher_uses()', 'follow_order()', 'follow_order_email()', 'guard_reduced_line()', 'guard_return()',
    'change_reserve(uuid, integer)', 'retake_voucher()', 'take_voucher(uuid, uuid)', 'resize_with_voucher(uuid, integer)'] loop
    foreach planned in array array['plan_cache_mode = force_generic_plan', 'enable_seqscan = off', 'enable_hashjoin = off', 'enable_mergejoin = off'] loop
      execute format('alter function %s set %s', name, planned);
    end loop;
  end loop;
end $do$;
