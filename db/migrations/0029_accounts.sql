-- The accounts of group visits (requirements 5.4, 6.6, 6.7): what papers say of seller and visit, what is owed on them, money that pays
-- one, the bank's statement.

-- The museum as the seller on papers: {"legalName": {az, en, ru}, "taxNumber", "bank", "bankCode", "swift", "iban"}.
alter table museum add column billing jsonb not null default '{}' constraint museum_billing_object check (jsonb_typeof(billing) = 'object');

-- What a paper says beside its lines, as it was then: seller, visit, school. It is printed from this alone, the same each time.
alter table account_document add column facts jsonb not null default '{}';
create index account_document_issued on account_document (issued_at desc, id);

alter table group_visit
  -- after the visit nothing more is billed
  add column account_closed_at timestamptz,
  -- the letter that stands for money, and that a person has accepted it
  add column guarantee_file_id uuid references visit_file on delete set null,
  add column guarantee_accepted_at timestamptz;
create index group_visit_guarantee on group_visit (guarantee_file_id) where guarantee_file_id is not null;
create index group_visit_account_open on group_visit (id) where state in ('completed','evaluated','no_show');
grant update (account_closed_at, guarantee_file_id, guarantee_accepted_at) on group_visit to museum_app;

alter table refund drop constraint refund_reason_check;
alter table refund add constraint refund_reason_check check (reason in
  ('late_payment','paid_twice','cancelled_by_museum','cancelled_by_visitor','mistake','outside','changed','change_undone','overpaid')) not valid;
alter table refund validate constraint refund_reason_check;

-- As in 0023, with the facts.
create or replace function issue_document(paper jsonb) returns uuid
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
      payer, facts, issued_by)
  values (paper ->> 'kind', extract(year from today), number, (paper ->> 'visitId')::uuid, (paper ->> 'correctsId')::uuid, (paper ->> 'requestKey')::uuid, today,
      today + (paper ->> 'dueDays')::integer, paper ->> 'locale', paper ->> 'currency', paper -> 'lines', sums.total, sums.tax, paper ->> 'basis',
      paper -> 'payer', coalesce(paper -> 'facts', '{}'), paper ->> 'issuedBy')
  returning id into made;
  return made;
end $$;

-- what is owed --------------------------------------------------------------------------------------------------------------------

-- A visit's account: what its invoices ask for less what credit notes took back, and what came in less what went back or is on its way.
-- Money that the card holder's bank has taken back did not come in.
create function visit_account(wanted uuid, out billed integer, out received integer, out invoices integer)
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(sum(case d.kind when 'invoice' then d.total_minor when 'credit_note' then -d.total_minor end), 0)::integer,
    (select coalesce(sum(p.captured_minor - (select coalesce(sum(r.amount_minor), 0) from refund r where r.payment_id = p.id and r.state not in ('failed','canceled'))), 0)::integer
       from account_document a join payment p on p.document_id = a.id
      where a.visit_id = wanted and p.state = 'succeeded' and p.dispute_state is distinct from 'lost'),
    (count(*) filter (where d.kind = 'invoice'))::integer
    from account_document d where d.visit_id = wanted
$$;

-- What can still be paid on a paper. Invoices are paid in their order, whichever paper the money named. A pro-forma asks for no more than
-- is billed, once that is, and for nothing when the visit is off.
create function document_left(wanted uuid) returns integer
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare d account_document; a record; net integer; earlier integer;
begin
  select * into d from account_document where id = wanted;
  if not found or d.kind not in ('pro_forma','invoice') then return 0; end if;
  select * into a from visit_account(d.visit_id);
  if d.kind = 'pro_forma' then
    if not exists (select 1 from group_visit where id = d.visit_id and is_agreed_visit(state)) then return 0; end if;
    return greatest(0, case when a.invoices > 0 then least(d.total_minor, a.billed) else d.total_minor end - a.received);
  end if;
  select d.total_minor - coalesce(sum(total_minor), 0) into net from account_document where corrects_id = d.id;
  select coalesce(sum(i.total_minor - (select coalesce(sum(c.total_minor), 0) from account_document c where c.corrects_id = i.id)), 0) into earlier
    from account_document i where i.visit_id = d.visit_id and i.kind = 'invoice' and (i.year, i.no) < (d.year, d.no);
  return greatest(0, least(net, earlier + net - a.received));
end $$;

-- Money of a visit names the paper it pays, and a paper is paid by its own visit's money.
create function guard_document_payment() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.document_id is null and exists (select 1 from group_visit where order_id = new.order_id) then
    raise exception 'a visit is paid by its papers' using errcode = 'MU032', constraint = 'payment_of_visit';
  end if;
  if new.document_id is not null and not exists (
    select 1 from account_document d join group_visit v on v.id = d.visit_id
     where d.id = new.document_id and v.order_id = new.order_id and d.currency = new.currency and d.kind in ('pro_forma','invoice')) then
    raise exception 'not a paper of this visit to pay' using errcode = 'MU032', constraint = 'payment_document';
  end if;
  return new;
end $$;
create trigger guard_document_payment before insert on payment for each row execute function guard_document_payment();

-- Settled is only what owes nothing.
create function guard_settled() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if (select billed > received from visit_account(new.id)) then
    raise exception 'visit % still owes', new.code using errcode = 'MU032', constraint = 'visit_owes';
  end if;
  return new;
end $$;
create trigger guard_settled before update of state on group_visit for each row when (new.state = 'settled' and old.state <> 'settled')
  execute function guard_settled();

-- the bank's statement ------------------------------------------------------------------------------------------------------------

-- A line is found to be one payment, whole, and stays it.
create function guard_transfer() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if old.payment_id is not null or not exists (
    select 1 from payment where id = new.payment_id and provider = 'transfer' and amount_minor = new.amount_minor and currency = new.currency) then
    raise exception 'not what this transfer is' using errcode = 'MU032', constraint = 'transfer_payment';
  end if;
  return new;
end $$;
create trigger guard_transfer before update of payment_id on bank_transfer for each row
  when (new.payment_id is distinct from old.payment_id) execute function guard_transfer();
create index bank_transfer_entered on bank_transfer (entered_at desc, id);

-- A statement that was handed in as a file: its good lines wait here until they are entered, in steps.
create table transfer_import (
  id uuid primary key default uuidv7(),
  file_name text not null check (length(file_name) between 1 and 120 and file_name !~ '[[:cntrl:]]'),
  -- [{"line", "reference", "valueDate", "amountMinor", "currency", "payer", "words"}]
  rows jsonb not null constraint transfer_import_rows check (jsonb_typeof(rows) = 'array' and jsonb_array_length(rows) <= 10000),
  total integer not null check (total between 0 and 10000),
  done integer not null default 0,
  added integer not null default 0,
  -- [{"line", "code"}]
  refused jsonb not null default '[]',
  entered_by text not null,
  entered_at timestamptz not null default now(),
  finished_at timestamptz,
  constraint transfer_import_progress check (done between 0 and total and added between 0 and done)
);
create index transfer_import_open on transfer_import (entered_at) where finished_at is null;
grant select on transfer_import to museum_app;
grant insert (id, file_name, rows, total, refused, entered_by), update (rows, done, added, refused, finished_at) on transfer_import to museum_app;

revoke execute on function visit_account(uuid), document_left(uuid), guard_document_payment(), guard_settled(), guard_transfer(), issue_document(jsonb) from public;
grant execute on function visit_account(uuid), document_left(uuid), issue_document(jsonb) to museum_app;

do $do$
declare planned text;
begin
  foreach planned in array array['plan_cache_mode = force_generic_plan', 'enable_seqscan = off', 'enable_hashjoin = off', 'enable_mergejoin = off'] loop
    execute format('alter function guard_document_payment() set %s', planned);
  end loop;
end $do$;
