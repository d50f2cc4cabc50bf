import { expect, test } from 'vitest';
import { normaliseEmail } from './normalise-email.ts';

test.each([
  ['Desk@Example.org', 'desk@example.org'],
  ['  desk@example.org\n', 'desk@example.org'],
  ['ｄｅｓｋ＠ｅｘａｍｐｌｅ．ｏｒｇ', 'desk@example.org'],
  ['növbə@muzey.az', 'növbə@muzey.az'],
])('%j is %j', (typed, email) => {
  expect(normaliseEmail(typed)).toBe(email);
});

test.each([
  '',
  'desk',
  '@example.org',
  'desk@',
  'a@b@c',
  'de sk@example.org',
  'desk@exam\rple.org',
  'desk\u0000@example.org',
  'desk\u202e@example.org',
  `${'a'.repeat(250)}@example.org`,
  'a'.repeat(100_000),
])('%j is no address', (typed) => {
  expect(normaliseEmail(typed)).toBeNull();
});
