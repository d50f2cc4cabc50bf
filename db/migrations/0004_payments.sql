-- What settling, refunding and sending need besides 0001 to 0003.

-- Who sends a message takes it for a while, so that two workers do not send it side by side.
alter table message add column sending_until timestamptz;
grant update (sending_until) on message to museum_app;

-- Money that says otherwise than we asked is kept apart from every state in which it may be found; and what the provider
-- says of a refund after its end (a bank may send it back days later).
insert into allowed_transition (machine, from_state, to_state) values
  ('payment','created','mismatch'), ('payment','created','processing'), ('payment','created','expired'),
  ('payment','failed','mismatch'), ('payment','expired','mismatch'), ('payment','canceled','mismatch'),
  ('payment','processing','canceled'),
  ('refund','submitting','canceled'), ('refund','pending','canceled'), ('refund','requires_action','failed'),
  ('refund','succeeded','failed');

