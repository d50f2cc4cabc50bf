-- The education manager's side of group visits (requirements 2.7, 6.2, 6.5): what was asked for in vain, who was passed over on the
-- waiting list of groups and why, and no time that ends under a group.

-- A group is refused for want of rooms, guides or the schools' share, because nothing begins then or the museum is closed, or for what it is.
alter table refused_demand drop constraint refused_demand_why_check;
alter table refused_demand add constraint refused_demand_why_check check (why in ('full','not_on_sale','lane_full','voucher_used_up','order_limit',
  'email_day_limit','group_rooms','group_guides','group_lanes','group_no_start','group_closed','group_rules'));
create index refused_demand_channel on refused_demand (channel, asked_at);

-- Why a group on the waiting list was not offered anything when it was last looked at; its rank stays.
create table group_pass_over (
  visit_id uuid primary key references group_visit,
  why text not null check (why in ('rooms','guides','lanes','no_start','closed','others_first','offered_before','adults')),
  -- the rooms that are full, by code
  labels text[] not null default '{}',
  at timestamptz not null default now(),
  -- the places as they were then: nothing is looked at twice
  version text not null
);
grant select, insert, update on group_pass_over to museum_app;

create index group_visit_open on group_visit (submitted_at) where state in ('submitted','needs_info','waitlisted','offered','rescheduled');
-- Rooms and guides of a week.
create index timeslot_guided on timeslot (visit_date) where guide_id is not null;

-- A time that a group has or is offered is not cancelled under it: the visit is moved or ended first. After close_lanes, which waits for
-- whoever is taking places of the time at this moment.
create function keep_groups() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.state in ('cancelling','cancelled') and new.state is distinct from old.state
     and exists (select 1 from sub_group where timeslot_id = new.id and is_live) then
    raise exception 'a group has this time' using errcode = 'MU030', constraint = 'timeslot_has_group';
  end if;
  return null;
end $$;
create trigger keep_groups after update of state on timeslot for each row execute function keep_groups();
revoke execute on function keep_groups() from public;
