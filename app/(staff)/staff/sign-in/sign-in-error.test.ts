import { expect, test } from 'vitest';
import { readSignInError } from './sign-in-error.ts';

test.each([
  [null, null],
  ['', null],
  ['CredentialsSignin', { code: 'wrong_credentials' }],
  ['too_many_attempts.61', { code: 'too_many_attempts', minutes: 2 }],
  ['too_many_attempts.1', { code: 'too_many_attempts', minutes: 1 }],
  ['too_many_attempts.1e9', { code: 'unavailable' }],
  ['unavailable', { code: 'unavailable' }],
  ['<script>', { code: 'unavailable' }],
])('%j is read as %j', (error, read) => {
  expect(readSignInError(error)).toEqual(read);
});
