-- The teacher's side of a group's visit (requirements 6.1, 6.6).

-- How a class is prepared, and what it brings.
alter table product add column preparations jsonb not null default '{}';

alter table group_visit
  -- how many come, as the school said the day before
  add column day_people smallint constraint group_visit_day_people check (day_people between 1 and 500),
  -- an agreed visit for which another day is asked for; answered once a later plan is agreed
  add column move_asked_at timestamptz;
create index group_visit_draft on group_visit (made_at) where state = 'draft';
create index group_visit_move_asked on group_visit (move_asked_at) where move_asked_at is not null;
create index institution_by_name on institution (name);

grant update (day_people, move_asked_at) on group_visit to museum_app;
