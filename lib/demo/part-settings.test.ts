import { expect, test } from 'vitest';
import { readEnv } from '#lib/platform/env.ts';
import type { Keyring } from '#lib/platform/keyring.ts';
import { settingsOfParts } from './part-settings.ts';

const keyring: Keyring = {
  nextAuthSecret: 'from-keyring',
  linkSecret: 'link',
  appRolePassword: 'password',
  serverActionsKey: 'key',
  sandboxSecretKey: 'sk_test_sandbox',
  sandboxWebhookSecret: 'whsec_sandbox',
  sandboxBankSecret: 'bank_sandbox',
  ticketKeys: [],
};

function settings(source: Record<string, string>) {
  const result = readEnv(source);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return settingsOfParts({
    env: result.env,
    keyring,
    dataDir: '/data',
    webPort: 3001,
    databaseUrl: 'postgres://museum_app@db/museum',
    buildId: 'build',
    ports: { postgres: 1, sandbox: 4242, bank: 4250, mailbox: 8025, smtp: 2525 },
    inherited: { ...source, PATH: '/bin', npm_config_x: 'y', STRIPE_API_BASE: 'http://elsewhere' },
  });
}

test('in a demonstration everything points to the stand-ins', () => {
  expect(settings({})).toMatchObject({
    APP_URL: 'http://localhost:3001',
    NEXTAUTH_SECRET: 'from-keyring',
    STRIPE_SECRET_KEY: 'sk_test_sandbox',
    STRIPE_API_BASE: 'http://127.0.0.1:4242',
    SMTP_URL: 'smtp://127.0.0.1:2525',
    STAND_INS: 'database,payments,mail',
    PATH: '/bin',
  });
});

test('real services leave no trace of the stand-ins, and the owner of the database stays out', () => {
  const given = {
    DATABASE_URL: 'postgres://museum_app:x@db/museum',
    DATABASE_OWNER_URL: 'postgres://owner:x@db/museum',
    STRIPE_SECRET_KEY: 'rk_test_1',
    STRIPE_WEBHOOK_SECRET: 'whsec_1',
    SMTP_URL: 'smtp://mail',
    MAIL_FROM: 'a@b.c',
    APP_URL: 'https://tickets.example.org',
    NEXTAUTH_SECRET: 'x'.repeat(40),
  };
  const result = settings(given);
  expect(result).toMatchObject({
    NEXTAUTH_URL: given.APP_URL,
    NEXTAUTH_SECRET: given.NEXTAUTH_SECRET,
    STRIPE_SECRET_KEY: 'rk_test_1',
    SMTP_URL: 'smtp://mail',
    STAND_INS: '',
    STRIPE_API_BASE: undefined,
    MAILBOX_URL: undefined,
    DATABASE_URL: 'postgres://museum_app@db/museum',
  });
  expect(JSON.stringify(result)).not.toMatch(/owner|sandbox|npm_config/);
});

test('one gateway stood in for leaves the real account of another alone', () => {
  const given = { STRIPE_SECRET_KEY: 'rk_test_1', STRIPE_WEBHOOK_SECRET: 'whsec_1', CARD_GATEWAY: 'bankpage' };
  expect(settings(given)).toMatchObject({
    CARD_GATEWAY: 'bankpage',
    STRIPE_SECRET_KEY: 'rk_test_1',
    STRIPE_API_BASE: undefined,
    BANKPAGE_SECRET: 'bank_sandbox',
    BANKPAGE_API_BASE: 'http://127.0.0.1:4250',
    STAND_INS: 'database,payments,mail',
  });
});
