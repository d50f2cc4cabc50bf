import { z } from 'zod';
import { walletProblems } from './wallet-env.ts';

const yesNo = z.enum(['0', '1'], 'must be 0 or 1').transform((value) => value === '1');

function address(schemes: string[]) {
  return z.string().refine((value) => schemes.includes(URL.parse(value)?.protocol.slice(0, -1) ?? ''), {
    message: `must be an address that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
  });
}

/** Every variable that the start reads. The README's configuration table lists the same, in the same order. */
const variables = z.object({
  /** `production` asks for real services and real secrets. */
  NODE_ENV: z
    .enum(['production', 'development', 'test'], 'must be production, development or test')
    .default('development'),
  /** Where the site listens; when unset, 3000 or the next free port. */
  PORT: z.coerce
    .number('must be a port number, 1 to 65535')
    .int('must be a port number, 1 to 65535')
    .min(1, 'must be a port number, 1 to 65535')
    .max(65_535, 'must be a port number, 1 to 65535')
    .default(3000),
  /** The interface it listens on. */
  HOST: z.string().default('127.0.0.1'),
  /** Folder of everything that must outlive a restart: keyring, and the stand-ins' data. */
  DATA_DIR: z.string().default('.data'),
  /** PostgreSQL 16 or newer, as the role the app uses; alone, as an owner who may also migrate. */
  DATABASE_URL: address(['postgres', 'postgresql']).optional(),
  /** The owner, for migrations, when DATABASE_URL is a lesser role. */
  DATABASE_OWNER_URL: address(['postgres', 'postgresql']).optional(),
  /** How visitors reach the site: scheme, host and port, no path. */
  APP_URL: address(['http', 'https'])
    .refine((value) => URL.parse(value)?.pathname === '/' && !/[?#]/.test(value), 'must have no path')
    .transform((value) => new URL(value).origin)
    .optional(),
  /** Signs staff sessions. */
  NEXTAUTH_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  /** Which gateway takes new payments by card. Payments taken before are settled and refunded by the one that took them. */
  CARD_GATEWAY: z.enum(['stripe', 'bankpage'], 'must be stripe or bankpage').default('stripe'),
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^(sk|rk)_(test|live)_\w+$/, 'must be a secret or restricted key of Stripe (sk_… or rk_…)')
    .optional(),
  /** One signing secret of the webhook endpoint, or two with a comma while they are exchanged. */
  STRIPE_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_\w+(,\s*whsec_\w+)?$/, 'must be one whsec_… or two with a comma')
    .optional(),
  /** The merchant's name at the bank, the secret that signs, and where the bank's interface is. */
  BANKPAGE_MERCHANT: z
    .string()
    .regex(/^[\w-]{1,40}$/, 'must be the merchant’s name at the bank')
    .optional(),
  BANKPAGE_SECRET: z.string().min(16, 'must have at least 16 characters').optional(),
  BANKPAGE_API_BASE: address(['https', 'http']).optional(),
  /** The mail server. */
  SMTP_URL: address(['smtp', 'smtps']).optional(),
  /** The sender of the museum's mail: `Museum <tickets@example.org>` or the bare address. */
  MAIL_FROM: z
    .string()
    .regex(/^([^<>\r\n]+<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/, 'must be an e-mail address, or Name <address>')
    .optional(),
  /** What signs passes for Apple Wallet: the pass type, the team, its certificate and key, and Apple's that issued it. All or none. */
  APPLE_PASS_TYPE_ID: z.string().startsWith('pass.', 'must begin with pass.').optional(),
  APPLE_PASS_TEAM_ID: z
    .string()
    .regex(/^[A-Z0-9]{10}$/, 'must be ten capital letters or digits')
    .optional(),
  APPLE_PASS_CERTIFICATE: z.string().optional(),
  APPLE_PASS_KEY: z.string().optional(),
  APPLE_PASS_WWDR: z.string().optional(),
  /** The issuer and the service account of passes for Google Wallet. All or none. */
  GOOGLE_WALLET_ISSUER_ID: z
    .string()
    .regex(/^\d{1,30}$/, 'must be the issuer’s number')
    .optional(),
  GOOGLE_WALLET_ACCOUNT: z
    .string()
    .regex(/^[^\s@]+@[^\s@]+$/, 'must be the e-mail address of the service account')
    .optional(),
  GOOGLE_WALLET_KEY: z.string().optional(),
  /** 1 lets stand-ins run with NODE_ENV=production. */
  ALLOW_STAND_INS: yesNo.default(false),
  /** 1 when exactly one proxy of ours stands in front: its X-Forwarded-For and X-Request-Id are believed. */
  TRUST_PROXY: yesNo.default(false),
  LOG_LEVEL: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'must be fatal, error, warn, info, debug, trace or silent',
    )
    .default('info'),
});

/** What replaces a service that is not configured. */
export const standInNames = ['database', 'payments', 'mail'] as const;
export type StandIn = (typeof standInNames)[number];

/** The settings of one installation, checked; `standIns` lists what must be stood in for. */
export type Env = z.output<typeof variables> & { standIns: StandIn[]; isPortChosen: boolean };
export type EnvProblem = { name: string; problem: string };

/** The variable that says a service is configured; of payments, that of the gateway that takes new ones. */
function standInsBy(given: Record<string, string | undefined>): [string, StandIn][] {
  const key = given.CARD_GATEWAY === 'bankpage' ? 'BANKPAGE_SECRET' : 'STRIPE_SECRET_KEY';
  return [
    ['DATABASE_URL', 'database'],
    [key, 'payments'],
    ['SMTP_URL', 'mail'],
  ];
}

/**
 * Reads and checks the environment. Every problem is named at once, so that nobody repairs one variable per attempt. An
 * empty variable counts as unset.
 */
export function readEnv(
  source: Record<string, string | undefined>,
): { ok: true; env: Env } | { ok: false; problems: EnvProblem[] } {
  const given = Object.fromEntries(
    Object.keys(variables.shape)
      .map((name) => [name, source[name]?.trim()] as const)
      .filter(([, value]) => value),
  );
  const parsed = variables.safeParse(given);
  const problems = [
    ...(parsed.success
      ? []
      : parsed.error.issues.map(({ path, message }) => ({ name: String(path[0]), problem: message }))),
    ...missing(given),
  ];
  if (!parsed.success || problems.length > 0) {
    const isFirst = ({ name }: EnvProblem, index: number) =>
      problems.findIndex((other) => other.name === name) === index;
    return { ok: false, problems: problems.filter(isFirst) };
  }
  const standIns = standInsBy(given).flatMap(([name, standIn]) => (given[name] ? [] : [standIn]));
  return { ok: true, env: { ...parsed.data, standIns, isPortChosen: given.PORT !== undefined } };
}

// What one variable asks of another.
function missing(given: Record<string, string | undefined>): EnvProblem[] {
  const needed = (name: string, because: string) => (given[name] ? [] : [{ name, problem: `is missing: ${because}` }]);
  const problems: EnvProblem[] = [];
  if (given.STRIPE_SECRET_KEY) {
    problems.push(
      ...needed('STRIPE_WEBHOOK_SECRET', 'STRIPE_SECRET_KEY is set, and payments are only believed when signed'),
    );
  }
  if (given.STRIPE_WEBHOOK_SECRET) problems.push(...needed('STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET is set'));
  const bank = ['BANKPAGE_MERCHANT', 'BANKPAGE_SECRET', 'BANKPAGE_API_BASE'];
  const known = bank.find((name) => given[name]);
  if (known) problems.push(...bank.flatMap((name) => needed(name, `${known} is set`)));
  if (given.DATABASE_OWNER_URL) problems.push(...needed('DATABASE_URL', 'DATABASE_OWNER_URL is set'));
  problems.push(...walletProblems(given, new Date()));
  if (given.SMTP_URL) problems.push(...needed('MAIL_FROM', 'SMTP_URL is set, and mail needs a sender'));
  const isLive =
    /^(sk|rk)_live_/.test(given.STRIPE_SECRET_KEY ?? '') || /^(?!TEST)./.test(given.BANKPAGE_MERCHANT ?? '');
  if (isLive) {
    problems.push(...needed('APP_URL', 'payments are live, and visitors are sent back there'));
    if (given.APP_URL && !given.APP_URL.startsWith('https://')) {
      problems.push({ name: 'APP_URL', problem: 'must begin with https:// when payments are live' });
    }
  }
  if (given.NODE_ENV !== 'production') return problems;
  problems.push(...needed('APP_URL', 'NODE_ENV is production'), ...needed('NEXTAUTH_SECRET', 'NODE_ENV is production'));
  if (given.ALLOW_STAND_INS !== '1') {
    for (const [name, standIn] of standInsBy(given)) {
      problems.push(
        ...needed(name, `NODE_ENV is production, where no stand-in for ${standIn} starts unless ALLOW_STAND_INS=1`),
      );
    }
  }
  return problems;
}
