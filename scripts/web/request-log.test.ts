import { expect, test } from 'vitest';
import { loggedPath } from './request-log.ts';

test.each([
  ['/az/order/SeCrEt', '/az/order/…'],
  ['/az/order/SeCrEt/tickets.pdf', '/az/order/…/tickets.pdf'],
  ['/az/ORDER/SeCrEt', '/az/order/…'],
  [`/az/groups/${'s'.repeat(32)}/numbers`, '/az/groups/…/numbers'],
  ['/az/groups/ask', '/az/groups/ask'],
  [`/ru/groups/account/enter/${'s'.repeat(32)}`, '/ru/groups/account/enter/…'],
  [`/az/waiting/${'s'.repeat(32)}`, '/az/waiting/…'],
  [`/guide/${'Ab_-'.repeat(8)}/tours`, '/guide/…/tours'],
  ['/staff/orders/0198', '/staff/orders/0198'],
  [`/${'a'.repeat(500)}`, `/${'a'.repeat(199)}`],
])('%s is logged as %s', (path, logged) => {
  expect(loggedPath(path)).toBe(logged);
});
