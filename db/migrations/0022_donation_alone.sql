-- One check for one rule: that a donation is no more than the whole follows from the sum of lines and donation (guard_order_sum), and
-- said here too it hid whether the check of the total was still there.
alter table orders drop constraint orders_donation_minor_check;
alter table orders add constraint orders_donation_minor_check check (donation_minor >= 0);
