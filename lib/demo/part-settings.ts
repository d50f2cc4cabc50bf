import type { StandInPorts } from '#lib/demo/choose-ports.ts';
import type { Env } from '#lib/platform/env.ts';
import type { Keyring } from '#lib/platform/keyring.ts';

/** The variables that the parts (web, worker, stand-ins) are given. */
export type PartSettings = Record<string, string | undefined>;

/**
 * What the parts get to know, from the environment, the keyring and the stand-ins' ports. The owner of the database is not
 * among it: only the app's role is.
 */
export function settingsOfParts(options: {
  env: Env;
  keyring: Keyring;
  dataDir: string;
  webPort: number;
  databaseUrl: string;
  buildId: string;
  ports: StandInPorts;
  inherited: PartSettings;
}): PartSettings {
  const { env, keyring, ports, inherited } = options;
  const appUrl = env.APP_URL ?? `http://localhost:${options.webPort}`;
  const { DATABASE_OWNER_URL: _, NODE_OPTIONS: __, ...rest } = inherited;
  return {
    ...Object.fromEntries(Object.entries(rest).filter(([name]) => !name.startsWith('npm_'))),
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: keyring.serverActionsKey,
    MUSEUM_BUILD_ID: options.buildId,
    DATA_DIR: options.dataDir,
    DATABASE_URL: options.databaseUrl,
    HOST: env.HOST,
    PORT: String(options.webPort),
    APP_URL: appUrl,
    NEXTAUTH_URL: appUrl,
    NEXTAUTH_SECRET: env.NEXTAUTH_SECRET ?? keyring.nextAuthSecret,
    MAIL_FROM: env.MAIL_FROM ?? 'Muzey <biletler@muzey.example>',
    TRUST_PROXY: env.TRUST_PROXY ? '1' : '0',
    LOG_LEVEL: env.LOG_LEVEL,
    STAND_INS: env.standIns.join(','),
    CARD_GATEWAY: env.CARD_GATEWAY,
    ...stripeSettings(env, keyring, ports),
    ...bankpageSettings(env, keyring, ports),
    ...(env.standIns.includes('mail')
      ? { SMTP_URL: `smtp://127.0.0.1:${ports.smtp}`, MAILBOX_URL: `http://localhost:${ports.mailbox}` }
      : { SMTP_URL: env.SMTP_URL, MAILBOX_URL: undefined }),
  };
}

// While payments are stood in for, each gateway that has no account of its own has a sandbox: what one of them took in the
// demonstration stays refundable when another takes the next payment.
function stripeSettings(env: Env, keyring: Keyring, ports: StandInPorts): PartSettings {
  if (env.standIns.includes('payments') && !env.STRIPE_SECRET_KEY) {
    return {
      STRIPE_SECRET_KEY: keyring.sandboxSecretKey,
      STRIPE_WEBHOOK_SECRET: keyring.sandboxWebhookSecret,
      STRIPE_API_BASE: `http://127.0.0.1:${ports.sandbox}`,
      STRIPE_CHECKOUT_ORIGIN: `http://localhost:${ports.sandbox}`,
    };
  }
  return {
    STRIPE_SECRET_KEY: env.STRIPE_SECRET_KEY,
    STRIPE_WEBHOOK_SECRET: env.STRIPE_WEBHOOK_SECRET,
    STRIPE_API_BASE: undefined,
    STRIPE_CHECKOUT_ORIGIN: env.STRIPE_SECRET_KEY ? 'https://checkout.stripe.com' : undefined,
  };
}

function bankpageSettings(env: Env, keyring: Keyring, ports: StandInPorts): PartSettings {
  if (env.standIns.includes('payments') && !env.BANKPAGE_SECRET) {
    return {
      BANKPAGE_MERCHANT: 'TEST-MUSEUM',
      BANKPAGE_SECRET: keyring.sandboxBankSecret,
      BANKPAGE_API_BASE: `http://127.0.0.1:${ports.bank}`,
      BANKPAGE_PAGE_ORIGIN: `http://localhost:${ports.bank}`,
    };
  }
  return {
    BANKPAGE_MERCHANT: env.BANKPAGE_MERCHANT,
    BANKPAGE_SECRET: env.BANKPAGE_SECRET,
    BANKPAGE_API_BASE: env.BANKPAGE_API_BASE,
    BANKPAGE_PAGE_ORIGIN: env.BANKPAGE_API_BASE ? new URL(env.BANKPAGE_API_BASE).origin : undefined,
  };
}
