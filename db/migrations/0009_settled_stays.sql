-- What the proofs of the guards (tests/guards) found open: the app's role may write these columns while an order is being made,
-- and nothing refused it afterwards. SQLSTATE of our own: MU008 what is settled stays.

-- Money that was taken is a fact; what goes back is rows of its own.
create function guard_captured() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  if old.state = 'succeeded' and new.captured_minor <> old.captured_minor then
    raise exception 'the sum that was taken stays' using errcode = 'MU008';
  end if;
  return new;
end $$;
create trigger guard_captured before update of captured_minor on payment for each row execute function guard_captured();

-- What was asked for stays what it was once money has come for it.
create function guard_total() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  if new.total_minor <> old.total_minor and old.state in
    ('paid','partially_refunded','refunded','disputed','lost','paid_unfulfillable','refund_pending')
  then
    raise exception 'the sum of a settled order stays' using errcode = 'MU008';
  end if;
  return new;
end $$;
create trigger guard_total before update of total_minor on orders for each row execute function guard_total();

create function guard_line() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  if exists (select 1 from orders where id = old.order_id and state in
    ('paid','partially_refunded','refunded','disputed','lost','paid_unfulfillable','refund_pending'))
  then
    raise exception 'the lines of a settled order stay' using errcode = 'MU008';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;
create trigger guard_line before delete or update of order_id, ticket_type_id, quantity, unit_price_minor, tax_minor, total_minor on order_line
  for each row execute function guard_line();

-- A code that was exchanged is never good again.
create function guard_token_version() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  if new.token_version < old.token_version then
    raise exception 'an exchanged code stays exchanged' using errcode = 'MU008';
  end if;
  return new;
end $$;
create trigger guard_token_version before update of token_version on ticket for each row execute function guard_token_version();

revoke execute on function guard_captured(), guard_total(), guard_line(), guard_token_version() from public;
