import { expect, test } from 'vitest';
import { nextPath, ownUrl } from './own-url.ts';

test.each([
  ['/staff', 'https://museum.example/staff'],
  ['https://museum.example/desk?x=1', 'https://museum.example/desk?x=1'],
  ['https://evil.example/staff', 'https://museum.example'],
  ['//evil.example', 'https://museum.example'],
  ['/\\evil.example', 'https://museum.example'],
  ['javascript:alert(1)', 'https://museum.example'],
  ['https://museum.example@evil.example', 'https://museum.example'],
  ['http://museum.example/', 'https://museum.example'],
  ['http://[', 'https://museum.example'],
])('redirect to %s goes to %s', (url, goes) => {
  expect(ownUrl(url, 'https://museum.example')).toBe(goes);
});

test.each([
  ['/staff/orders?q=K7&page=2', '/staff/orders?q=K7&page=2'],
  ['/desk', '/desk'],
  ['/staff/sign-in', '/staff'],
  ['/stafff', '/staff'],
  ['/az/order/secret', '/staff'],
  ['//evil.example/staff', '/staff'],
  ['/\\evil.example/staff', '/staff'],
  ['https://evil.example/staff', '/staff'],
  ['/staff/../../az', '/staff'],
  [`/staff?${'x'.repeat(600)}`, '/staff'],
  [undefined, '/staff'],
  [['/desk'], '/staff'],
])('after signing in, %j leads to %s', (wanted, goes) => {
  expect(nextPath(wanted)).toBe(goes);
});
