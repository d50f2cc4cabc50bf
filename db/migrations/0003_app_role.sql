-- What the app's role may do. It owns nothing, alters nothing, writes no counter, and only adds to ledger, audit and history.
-- Its password and LOGIN are set by the migrator, outside the migrations.

do $$ begin
  if not exists (select 1 from pg_roles where rolname = 'museum_app') then create role museum_app nologin; end if;
exception when duplicate_object then null;
end $$;

revoke all on schema public from public;
grant usage on schema public to museum_app;
revoke execute on all functions in schema public from public;
grant execute on function setting_at(text, date), prepare_timeslots(uuid[], jsonb), release_run_out(integer, bigint[]),
  hold_places(jsonb) to museum_app;

grant select on all tables in schema public to museum_app;

grant insert, update on museum, setting, staff_member, space, product, ticket_type, price, opening_hours, closure, day_type,
  guide, schedule_rule to museum_app;
grant insert, update, delete on staff_role, route_step, rate_limit to museum_app;
grant delete on price, closure, day_type to museum_app;
grant insert, update on timeslot to museum_app;

grant update (capacity, overbook, status) on pool to museum_app;

grant insert (id, code, link_hash, link_version, state, channel, lane, locale, currency, total_minor, email, contact_name, phone,
  access_needs, request_key, has_chosen_types, terms_version, terms_accepted_at, advisory_acknowledged_at, created_at, held_at, expires_at)
  on orders to museum_app;
grant update (link_hash, link_version, state, locale, total_minor, email, contact_name, phone, access_needs, has_chosen_types,
  terms_version, terms_accepted_at, advisory_acknowledged_at, held_at, extended_at, expires_at) on orders to museum_app;
grant insert, update, delete on order_line to museum_app;
grant insert (order_id, pool_set_id, quantity, state), update (quantity, state) on claim to museum_app;

grant insert (id, order_id, provider, state, amount_minor, currency, captured_minor, settled_at) on payment to museum_app;
grant update (state, captured_minor, session_id, payment_intent_id, checkout_url, session_expires_at, failure_code, updated_at, settled_at)
  on payment to museum_app;
grant insert on provider_event to museum_app;
grant update (processed_at, outcome) on provider_event to museum_app;
grant insert on refund to museum_app;
grant update (state, provider_refund_id, updated_at) on refund to museum_app;
grant insert on ledger_entry, audit_log to museum_app;

grant insert (id, order_id, order_line_id, timeslot_id, ticket_type_id, unit_no, short_code, token_version, party_size, holder_name)
  on ticket to museum_app;
grant update (timeslot_id, ticket_type_id, state, token_version, holder_name) on ticket to museum_app;
grant insert on scan, admission to museum_app;

grant insert on message to museum_app;
grant update (state, attempts, sent_at) on message to museum_app;
