-- A second gateway, and payments taken by people: cash, terminal, transfer.
-- SQLSTATE of our own: MU011 money over the counter without its proof, or with another one.

alter table payment drop constraint payment_provider_check;
alter table payment add constraint payment_provider_check
  check (provider in ('stripe','bankpage','none','cash','terminal','transfer')) not valid;
alter table payment validate constraint payment_provider_check;
alter table balance_line drop constraint balance_line_provider_check;
alter table balance_line add constraint balance_line_provider_check check (provider in ('stripe','bankpage'));
alter table reconciliation drop constraint reconciliation_provider_check;
alter table reconciliation add constraint reconciliation_provider_check check (provider in ('stripe','bankpage'));

-- Only a gateway's page is waited for. What a person takes is there, or it is not written down.
alter table payment add constraint payment_page_waits
  check (state in ('created','succeeded') or provider not in ('none','cash','terminal','transfer')) not valid;
alter table payment validate constraint payment_page_waits;

-- What a person held in hand when money came or went over the counter: one row for each payment and each refund, only added to.
create table counter_proof (
  id uuid primary key default uuidv7(),
  payment_id uuid references payment,
  refund_id uuid references refund,
  provider text not null check (provider in ('cash','terminal','transfer')),
  -- the member of staff
  by_id text not null check (length(by_id) between 1 and 100),
  at timestamptz not null default now(),
  -- cash: what the visitor handed over; the change is the rest
  handed_minor integer check (handed_minor >= 0),
  -- terminal: the number of its slip, which begins anew each day
  terminal text check (terminal ~ '^[A-Z0-9-]{1,20}$'),
  slip text check (slip ~ '^[A-Z0-9-]{1,30}$'),
  slip_date date,
  -- transfer: the bank's reference and its value date
  reference text check (reference ~ '^[A-Z0-9./-]{3,60}$'),
  value_date date,
  constraint counter_proof_of_one check (num_nonnulls(payment_id, refund_id) = 1),
  constraint counter_proof_fits check (case provider
    when 'cash' then num_nonnulls(terminal, slip, slip_date, reference, value_date) = 0 and (payment_id is null or handed_minor is not null)
    when 'terminal' then num_nonnulls(terminal, slip, slip_date) = 3 and num_nonnulls(handed_minor, reference, value_date) = 0
    else num_nonnulls(reference, value_date) = 2 and num_nonnulls(handed_minor, terminal, slip, slip_date) = 0 end),
  constraint counter_proof_payment_once unique (payment_id),
  constraint counter_proof_refund_once unique (refund_id),
  constraint counter_proof_slip_once unique (terminal, slip_date, slip),
  constraint counter_proof_reference_once unique (reference)
);
create trigger only_added_to before update or delete on counter_proof for each row execute function refuse_change();
grant select, insert on counter_proof to museum_app;

-- The proof is of the kind of its payment, and cash covers the sum.
create function guard_counter_proof() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (
    select 1 from payment p left join refund r on r.id = new.refund_id
     where p.id = coalesce(new.payment_id, r.payment_id) and p.provider = new.provider
       and (new.payment_id is null or new.provider <> 'cash' or new.handed_minor >= p.amount_minor))
  then
    raise exception 'the proof does not fit the payment' using errcode = 'MU011';
  end if;
  return new;
end $$;
create trigger guard_counter_proof before insert on counter_proof for each row execute function guard_counter_proof();

-- No money over the counter without its proof, in either direction. Looked at when the transaction ends.
create function guard_counter_payment() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select 1 from counter_proof c join payment p on p.id = c.payment_id where p.id = new.id and p.state = 'succeeded') then
    raise exception 'money over the counter needs its proof' using errcode = 'MU011';
  end if;
  return null;
end $$;
create constraint trigger guard_counter_payment after insert on payment deferrable initially deferred
  for each row when (new.provider in ('cash','terminal','transfer')) execute function guard_counter_payment();

create function guard_counter_refund() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select 1 from payment where id = new.payment_id and provider in ('cash','terminal','transfer'))
    and not exists (select 1 from counter_proof where refund_id = new.id)
  then
    raise exception 'money over the counter needs its proof' using errcode = 'MU011';
  end if;
  return null;
end $$;
create constraint trigger guard_counter_refund after insert or update of state on refund deferrable initially deferred
  for each row when (new.state = 'succeeded') execute function guard_counter_refund();

revoke execute on function guard_counter_proof(), guard_counter_payment(), guard_counter_refund() from public;
