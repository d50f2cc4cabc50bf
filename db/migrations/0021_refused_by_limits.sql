-- Who wanted more than the rules of an order or of a day allow asked in vain, too (requirements 2.4, 2.7).
alter table refused_demand drop constraint refused_demand_why_check;
alter table refused_demand add constraint refused_demand_why_check
  check (why in ('full','not_on_sale','lane_full','voucher_used_up','order_limit','email_day_limit'));
