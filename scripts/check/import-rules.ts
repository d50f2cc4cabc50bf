import type { Import } from './import-graph.ts';

/** The rooms by level: a room may use those on levels after its own. */
const levels = [
  ['groups', 'desk', 'reports'],
  ['booking'],
  ['waiting'],
  ['catalog', 'schedule', 'payments', 'tickets', 'notifications'],
  ['capacity', 'identity', 'rush'],
  ['platform'],
];

const order = levels.map((rooms) => rooms.join(', ')).join(' → ');

/** Packages that belong to one place each, so that exchanging one means changing one place. */
const packageHomes: Record<string, RegExp> = {
  stripe: /^lib\/payments\/gateways\/stripe\//,
  nodemailer: /^lib\/notifications\//,
  pg: /^db\//,
  pdfkit: /^lib\/tickets\//,
  pino: /^lib\/platform\/log/,
  '@node-rs/argon2': /^(lib\/identity|db\/seed)\//,
};

/** Says where the code belongs instead when one file may not import another; null when it may. */
export function judgeImport({
  from,
  to,
  isTypeOnly,
  isOurs,
}: Pick<Import, 'from' | 'to' | 'isTypeOnly' | 'isOurs'>): string | null {
  const isTest = /\.test\.tsx?$/.test(from) || from.startsWith('tests/');
  if (isTest) return null;
  if (!isOurs) return isTypeOnly ? null : judgePackage(from, to);
  if (to.startsWith('tests/')) return 'tests are for tests: move what both need into lib';
  const isStarter = from.startsWith('scripts/') || from.startsWith('lib/demo/');
  if (to.startsWith('lib/demo/') && !isStarter)
    return 'demo stands in for the outside: only scripts and tests may reach it';
  if (isStarter) return null;
  if (to.startsWith('scripts/')) return 'scripts start things; what others need belongs in lib';
  if (to.startsWith('app/') && !from.startsWith('app/'))
    return 'the web is above everything: move what is needed into a room of lib';
  if (from.startsWith('app/') && to.startsWith('db/') && !isTypeOnly) {
    return 'the web never opens the database: ask a verb or a query of a room in lib';
  }
  if (from.startsWith('db/schema/')) return judgeSchema(to);
  return judgeRooms(from, to, isTypeOnly);
}

function judgePackage(from: string, name: string): string | null {
  const isStarter = from.startsWith('scripts/') || from.startsWith('lib/demo/');
  if (isStarter) return null;
  const home = packageHomes[name];
  if (home && !home.test(from)) return `${name} has one home (${home.source.replace(/[\\^]/g, '')}): go through it`;
  if (!from.startsWith('lib/')) return null;
  if (name === 'next') return 'lib knows no Next: take what it gives as an argument, and keep this in app';
  const isTemplate = /^lib\/(notifications|tickets)\//.test(from);
  if (/^react(-dom)?$/.test(name) && !isTemplate)
    return 'lib knows no React (mail and documents aside): a screen belongs in app';
  return null;
}

function judgeSchema(to: string): string | null {
  const isFine =
    to.startsWith('db/schema/') || to === 'db/columns.ts' || /^lib\/(\w+\/values|platform\/locales)\.ts$/.test(to);
  return isFine ? null : 'the domain leads and the table follows: a schema imports columns, locales and values.ts only';
}

function judgeRooms(from: string, to: string, isTypeOnly: boolean): string | null {
  const fromRoom = roomOf(from);
  const toRoom = roomOf(to);
  if (!fromRoom || !toRoom || fromRoom === toRoom || to.endsWith('/values.ts')) return null;
  const fromLevel = levels.findIndex((rooms) => rooms.includes(fromRoom));
  const toLevel = levels.findIndex((rooms) => rooms.includes(toRoom));
  if (fromLevel < 0) return `the room ${fromRoom} has no level yet: give it one in scripts/check/import-rules.ts`;
  if (toLevel < 0) return `the room ${toRoom} has no level yet: give it one in scripts/check/import-rules.ts`;
  if (toLevel > fromLevel) return null;
  if (toLevel === fromLevel) {
    return isTypeOnly
      ? null
      : 'rooms on one level do not import each other: the room above composes them, or a job carries the message';
  }
  return `a room imports only from rooms after it (${order}): move this up into ${toRoom}, or what it needs down`;
}

function roomOf(path: string): string | null {
  return /^lib\/([\w-]+)\//.exec(path)?.[1] ?? null;
}

/** What must never reach a browser: what is not ours to ship, or speaks to a database, a disk or a secret. */
export function isServerOnly(target: Pick<Import, 'to' | 'isOurs'>): boolean {
  if (target.isOurs)
    return target.to.startsWith('db/') || /^lib\/platform\/(env|keyring|log|transaction)/.test(target.to);
  return (
    target.to.startsWith('node:') ||
    ['pg', 'drizzle-orm', 'stripe', 'pg-boss', 'nodemailer', 'pino', 'pdfkit'].includes(target.to)
  );
}
