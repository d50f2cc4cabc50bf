import { describe, expect, it } from 'vitest';
import { testCertificate, testPassKeys } from '#tests/support/certificates.ts';
import { readEnv } from './env.ts';
import { pemText } from './wallet-env.ts';

const keys = testPassKeys();
const apple = {
  APPLE_PASS_TYPE_ID: keys.passTypeId,
  APPLE_PASS_TEAM_ID: keys.teamId,
  APPLE_PASS_CERTIFICATE: keys.certificate,
  APPLE_PASS_KEY: keys.privateKey.replaceAll('\n', '\\n'),
  APPLE_PASS_WWDR: Buffer.from(keys.issuer).toString('base64'),
};
const google = {
  GOOGLE_WALLET_ISSUER_ID: '3388000000012345678',
  GOOGLE_WALLET_ACCOUNT: 'tickets@museum.iam.gserviceaccount.com',
  GOOGLE_WALLET_KEY: keys.privateKey,
};
const problemsOf = (source: Record<string, string>) => {
  const read = readEnv(source);
  return read.ok ? [] : read.problems.map(({ name, problem }) => `${name} ${problem}`);
};

describe('the keys of wallet passes', () => {
  it('are optional, and taken as PEM, as one line, or as base64', () => {
    expect(problemsOf({})).toEqual([]);
    expect(problemsOf({ ...apple, ...google })).toEqual([]);
    for (const value of [apple.APPLE_PASS_KEY, keys.privateKey]) expect(pemText(value)).toBe(keys.privateKey.trim());
    expect(pemText(apple.APPLE_PASS_WWDR)).toBe(keys.issuer.trim());
  });

  it('are all there or none', () => {
    expect(problemsOf({ APPLE_PASS_TYPE_ID: apple.APPLE_PASS_TYPE_ID })).toHaveLength(4);
    expect(problemsOf({ GOOGLE_WALLET_KEY: google.GOOGLE_WALLET_KEY })).toEqual([
      'GOOGLE_WALLET_ISSUER_ID is missing: GOOGLE_WALLET_KEY is set',
      'GOOGLE_WALLET_ACCOUNT is missing: GOOGLE_WALLET_KEY is set',
    ]);
  });

  it.each([
    ['APPLE_PASS_TYPE_ID', 'museum.visit', 'must begin with pass.'],
    ['APPLE_PASS_TYPE_ID', 'pass.another', 'is not the one that APPLE_PASS_CERTIFICATE is for'],
    ['APPLE_PASS_TEAM_ID', 'ZZZZZZZZZZ', 'is not the one that APPLE_PASS_CERTIFICATE is for'],
    ['APPLE_PASS_CERTIFICATE', 'x', 'must be a certificate (PEM)'],
    ['APPLE_PASS_KEY', 'x', 'must be an RSA private key (PEM)'],
    ['APPLE_PASS_KEY', testPassKeys().privateKey, 'is not the key of APPLE_PASS_CERTIFICATE'],
    ['APPLE_PASS_WWDR', testCertificate({ CN: 'Somebody' }).certificate, 'did not issue APPLE_PASS_CERTIFICATE'],
    ['APPLE_PASS_WWDR', testPassKeys().issuer, 'did not issue APPLE_PASS_CERTIFICATE'],
  ])('%s is checked at the start', (name, value, problem) => {
    expect(problemsOf({ ...apple, [name]: value })).toEqual([`${name} ${problem}`]);
  });

  it('have not run out', () => {
    const old = testPassKeys({ validUntil: new Date('2021-01-01') });
    const source = {
      ...apple,
      APPLE_PASS_CERTIFICATE: old.certificate,
      APPLE_PASS_KEY: old.privateKey,
      APPLE_PASS_WWDR: old.issuer,
    };
    expect(problemsOf(source)).toEqual(['APPLE_PASS_CERTIFICATE has run out, or APPLE_PASS_WWDR has']);
  });
});
