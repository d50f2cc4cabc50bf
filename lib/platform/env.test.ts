import { describe, expect, test } from 'vitest';
import { readEnv } from './env.ts';

const real = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://museum@db/museum',
  STRIPE_SECRET_KEY: 'sk_live_1',
  STRIPE_WEBHOOK_SECRET: 'whsec_1,whsec_2',
  SMTP_URL: 'smtps://user:pass@mail.example.org',
  MAIL_FROM: 'Museum <tickets@example.org>',
  APP_URL: 'https://tickets.example.org/',
  NEXTAUTH_SECRET: 'x'.repeat(32),
};

const bank = {
  CARD_GATEWAY: 'bankpage',
  BANKPAGE_MERCHANT: 'TEST-MUSEUM',
  BANKPAGE_SECRET: 'x'.repeat(16),
  BANKPAGE_API_BASE: 'https://pay.bank.example',
};

function problemsOf(source: Record<string, string | undefined>): string[] {
  const result = readEnv(source);
  return result.ok ? [] : result.problems.map(({ name }) => name);
}

describe('readEnv', () => {
  test('an empty environment is a demonstration with three stand-ins', () => {
    const result = readEnv({});
    expect(result).toMatchObject({
      ok: true,
      env: { PORT: 3000, HOST: '127.0.0.1', DATA_DIR: '.data', standIns: ['database', 'payments', 'mail'] },
    });
  });

  test('with everything real nothing is stood in for', () => {
    const result = readEnv(real);
    expect(result).toMatchObject({ ok: true, env: { standIns: [], APP_URL: 'https://tickets.example.org' } });
  });

  test('each service is stood in for alone', () => {
    expect(readEnv({ DATABASE_URL: real.DATABASE_URL })).toMatchObject({ env: { standIns: ['payments', 'mail'] } });
    expect(readEnv({ SMTP_URL: real.SMTP_URL, MAIL_FROM: real.MAIL_FROM })).toMatchObject({
      env: { standIns: ['database', 'payments'] },
    });
  });

  test('the gateway that takes new payments is the one that is stood in for', () => {
    const standIns = (source: Record<string, string>) => {
      const read = readEnv(source);
      return read.ok ? read.env.standIns : read.problems;
    };
    const services = { DATABASE_URL: real.DATABASE_URL, SMTP_URL: real.SMTP_URL, MAIL_FROM: real.MAIL_FROM };
    expect(standIns({ ...services, ...bank })).toEqual([]);
    expect(standIns({ ...services, CARD_GATEWAY: 'bankpage' })).toEqual(['payments']);
    expect(standIns({ ...services, ...bank, CARD_GATEWAY: '' })).toEqual(['payments']);
    expect(problemsOf({ ...real, CARD_GATEWAY: 'bankpage' })).toEqual(['BANKPAGE_SECRET']);
  });

  test('empty counts as unset', () => {
    expect(readEnv({ DATABASE_URL: '', PORT: ' ' })).toMatchObject({ ok: true, env: { PORT: 3000 } });
  });

  test('production names every missing variable at once', () => {
    expect(problemsOf({ NODE_ENV: 'production' }).sort()).toEqual(
      ['APP_URL', 'DATABASE_URL', 'NEXTAUTH_SECRET', 'SMTP_URL', 'STRIPE_SECRET_KEY'].sort(),
    );
    expect(problemsOf({ NODE_ENV: 'production', ALLOW_STAND_INS: '1' }).sort()).toEqual(['APP_URL', 'NEXTAUTH_SECRET']);
  });

  test('production names malformed and missing variables together', () => {
    expect(problemsOf({ ...real, SMTP_URL: undefined, PORT: 'http', NEXTAUTH_SECRET: 'short' }).sort()).toEqual(
      ['NEXTAUTH_SECRET', 'PORT', 'SMTP_URL'].sort(),
    );
  });

  test.each([
    [{ PORT: '0' }, 'PORT'],
    [{ PORT: '65536' }, 'PORT'],
    [{ PORT: '80.5' }, 'PORT'],
    [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL'],
    [{ DATABASE_URL: 'nonsense' }, 'DATABASE_URL'],
    [{ DATABASE_OWNER_URL: real.DATABASE_URL }, 'DATABASE_URL'],
    [{ APP_URL: 'tickets.example.org' }, 'APP_URL'],
    [{ APP_URL: 'https://example.org/path' }, 'APP_URL'],
    [{ APP_URL: 'javascript:alert(1)' }, 'APP_URL'],
    [{ NEXTAUTH_SECRET: 'x'.repeat(31) }, 'NEXTAUTH_SECRET'],
    [{ STRIPE_SECRET_KEY: 'pk_test_1', STRIPE_WEBHOOK_SECRET: 'whsec_1' }, 'STRIPE_SECRET_KEY'],
    [{ STRIPE_SECRET_KEY: 'sk_test_1' }, 'STRIPE_WEBHOOK_SECRET'],
    [{ STRIPE_WEBHOOK_SECRET: 'whsec_1' }, 'STRIPE_SECRET_KEY'],
    [{ CARD_GATEWAY: 'paypal' }, 'CARD_GATEWAY'],
    [{ ...bank, BANKPAGE_SECRET: 'short' }, 'BANKPAGE_SECRET'],
    [{ ...bank, BANKPAGE_MERCHANT: '' }, 'BANKPAGE_MERCHANT'],
    [{ BANKPAGE_SECRET: bank.BANKPAGE_SECRET, BANKPAGE_MERCHANT: 'TEST-1' }, 'BANKPAGE_API_BASE'],
    [{ SMTP_URL: 'http://mail', MAIL_FROM: 'a@b.c' }, 'SMTP_URL'],
    [{ SMTP_URL: 'smtp://mail' }, 'MAIL_FROM'],
    [{ MAIL_FROM: 'a@b.c\nBcc: d@e.f' }, 'MAIL_FROM'],
    [{ ALLOW_STAND_INS: 'yes' }, 'ALLOW_STAND_INS'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL'],
    [{ NODE_ENV: 'prod' }, 'NODE_ENV'],
  ])('%o is refused for %s alone', (source, name) => {
    expect(problemsOf(source)).toEqual([name]);
  });

  test('live payments ask for https', () => {
    expect(problemsOf({ ...real, APP_URL: 'http://tickets.example.org' })).toEqual(['APP_URL']);
    expect(problemsOf({ ...real, NODE_ENV: 'development', APP_URL: undefined })).toEqual(['APP_URL']);
    expect(problemsOf({ ...bank, BANKPAGE_MERCHANT: 'MUSEUM', APP_URL: 'http://tickets.example.org' })).toEqual([
      'APP_URL',
    ]);
  });

  test('problems never repeat what was given: it may be a secret', () => {
    expect(JSON.stringify(readEnv({ STRIPE_SECRET_KEY: 'oops-secret', DATABASE_URL: 'oops-secret' }))).not.toContain(
      'oops',
    );
  });
});
