export const actorKinds = ['visitor', 'staff', 'guide', 'device', 'reseller', 'system'] as const;
export type ActorKind = (typeof actorKinds)[number];

export const roles = [
  'desk',
  'guide',
  'education',
  'duty_manager',
  'director',
  'accountant',
  'security_post',
  'administrator',
] as const;
export type Role = (typeof roles)[number];

/** What a person may do. Which role may do which is data (`role_permission`), read on every request. */
export const permissions = [
  'today.see',
  'orders.see',
  'orders.change',
  'orders.refund',
  'tickets.admit',
  'tickets.override',
  'schedule.see',
  'schedule.change',
  'catalog.change',
  'capacity.override',
  'capacity.fire_limit',
  'payments.take',
  'payments.transfer',
  'vouchers.change',
  'waiting.change',
  'groups.see',
  'groups.change',
  'guides.own_tours',
  'money.see',
  'money.change',
  'reports.see',
  'reports.lock',
  'people.change',
  'settings.change',
  'audit.see',
  'names.see',
] as const;
export type Permission = (typeof permissions)[number];
