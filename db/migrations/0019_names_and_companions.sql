-- Names where a product asks for them, and companions who come with somebody (requirements 3.2, 4.1, 4.4).
-- SQLSTATE of our own: MU019 somebody is missing: a name, or the person whom a companion comes with.

-- names ----------------------------------------------------------------------------------------------------------------------------

-- Whose name a visit needs: nobody's, that of whoever books, or everybody's.
alter table product add column names_required text not null default 'none'
  constraint product_names_required_check check (names_required in ('none','lead','each'));

-- Who comes, by ticket type and number: kept with the order before there are tickets, and when tickets are chosen anew.
create table visitor_name (
  order_id uuid not null references orders on delete cascade,
  ticket_type_id uuid not null references ticket_type,
  unit_no smallint not null check (unit_no between 1 and 500),
  name text not null check (length(name) <= 200 and name ~ '[^[:space:]]' and name !~ '[[:cntrl:]]'),
  primary key (order_id, ticket_type_id, unit_no)
);
create index visitor_name_ticket_type on visitor_name (ticket_type_id);

-- What the product asks for and the order does not have yet.
create function names_missing(wanted_order uuid) returns boolean
language sql stable set search_path = public, pg_temp as $$
  select case (select p.names_required from order_line l join timeslot t on t.id = l.timeslot_id join product p on p.id = t.product_id
                where l.order_id = wanted_order limit 1)
    when 'lead' then (select coalesce(contact_name, '') !~ '[^[:space:]]' from orders where id = wanted_order)
    when 'each' then exists (
      select 1 from (select ticket_type_id, sum(quantity) as people from order_line where order_id = wanted_order group by 1) l
       where l.people > (select count(*) from visitor_name v
                          where v.order_id = wanted_order and v.ticket_type_id = l.ticket_type_id and v.unit_no <= l.people))
    else false end
$$;

-- Payment begins when the names are there. Money that has arrived is never refused for a name.
create function guard_names() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  if names_missing(new.id) then
    raise exception 'the visit needs a name' using errcode = 'MU019', constraint = 'names_required';
  end if;
  return null;
end $$;
create constraint trigger guard_names after update of state on orders for each row
  when (old.state = 'held' and new.state in ('awaiting_payment','paid')) execute function guard_names();

-- Tickets carry the names from the beginning.
create function name_tickets() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  if exists (select 1 from new_rows n join visitor_name v on v.order_id = n.order_id) then
    update ticket k set holder_name = v.name
      from new_rows n join visitor_name v on v.order_id = n.order_id and v.ticket_type_id = n.ticket_type_id and v.unit_no = n.unit_no
      join order_line l on l.id = n.order_line_id
     where k.id = n.id and k.holder_name is null
       and not exists (select 1 from order_line before where before.order_id = l.order_id and before.ticket_type_id = l.ticket_type_id
                          and before.line_no < l.line_no);
  end if;
  return null;
end $$;
create trigger name_tickets after insert on ticket referencing new table as new_rows for each statement execute function name_tickets();

-- companions -----------------------------------------------------------------------------------------------------------------------

-- A linked companion comes one to one: never more of them than of the people whom they come with. As long as nothing is settled
-- the lines say who comes, afterwards the tickets that are good; who is inside already came with somebody.
create function check_companions(wanted_order uuid) returns void
language plpgsql set search_path = public, pg_temp as $$
begin
  if exists (
      select 1 from (select y.companion_to_id as person, sum(l.quantity) as companions
                       from order_line l join ticket_type y on y.id = l.ticket_type_id
                      where l.order_id = wanted_order and y.companion_to_id is not null group by 1) c
       where c.companions > (select coalesce(sum(quantity), 0) from order_line where order_id = wanted_order and ticket_type_id = c.person)
         and exists (select 1 from orders where id = wanted_order and state in ('held','awaiting_payment','expiring','expired')))
    or exists (
      select 1 from (select y.companion_to_id as person, sum(k.party_size) as companions
                       from ticket k join ticket_type y on y.id = k.ticket_type_id
                      where k.order_id = wanted_order and k.state <> 'revoked' and k.admitted_people = 0 and y.companion_to_id is not null group by 1) c
       where c.companions > (select coalesce(sum(party_size), 0) from ticket
                              where order_id = wanted_order and state <> 'revoked' and ticket_type_id = c.person))
  then
    raise exception 'a companion comes with the person whom they accompany' using errcode = 'MU019', constraint = 'companion_linked';
  end if;
end $$;

-- Of what is added only companions are looked at; for what is changed or taken away the whole order is, at the end of the transaction.
create function guard_new_companions() returns trigger
language plpgsql set search_path = public, pg_temp as $$
declare wanted uuid;
begin
  for wanted in select distinct n.order_id from new_rows n join ticket_type y on y.id = n.ticket_type_id where y.companion_to_id is not null loop
    perform check_companions(wanted);
  end loop;
  return null;
end $$;
create trigger guard_new_companions after insert on order_line referencing new table as new_rows
  for each statement execute function guard_new_companions();
create trigger guard_new_companions after insert on ticket referencing new table as new_rows
  for each statement execute function guard_new_companions();

create function guard_companions() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  perform check_companions(old.order_id);
  return null;
end $$;
create constraint trigger guard_companions after delete or update of ticket_type_id, quantity on order_line
  deferrable initially deferred for each row execute function guard_companions();
create constraint trigger guard_companions after update of state, ticket_type_id on ticket deferrable initially deferred for each row
  when ((new.state = 'revoked' and old.state <> 'revoked') or new.ticket_type_id <> old.ticket_type_id) execute function guard_companions();

-- What runs for every booking goes by keys, whatever the size of the tables was when it was planned (0010).
do $do$
declare name text; planned text;
begin
  foreach name in array array['name_tickets()', 'guard_new_companions()', 'check_companions(uuid)', 'names_missing(uuid)'] loop
    foreach planned in array array['plan_cache_mode = force_generic_plan', 'enable_seqscan = off', 'enable_hashjoin = off', 'enable_mergejoin = off'] loop
      execute format('alter function %s set %s', name, planned);
    end loop;
  end loop;
end $do$;

revoke execute on function names_missing(uuid), guard_names(), name_tickets(), check_companions(uuid), guard_new_companions(), guard_companions() from public;
grant execute on function names_missing(uuid), check_companions(uuid) to museum_app;
grant select, insert (order_id, ticket_type_id, unit_no, name), update (name) on visitor_name to museum_app;
