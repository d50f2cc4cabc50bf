import { type Logger, pino } from 'pino';

export type { Logger };

/**
 * One structured line per event on standard output. Holds ids, counts and codes; never names, addresses, link tokens or
 * secrets: whatever field has such a name is blanked, in case somebody forgets.
 */
export function createLogger(part: string, level = process.env.LOG_LEVEL ?? 'info'): Logger {
  const personal = ['name', 'email', 'recipient', 'phone', 'token', 'password', 'secret', 'authorization', 'cookie'];
  return pino({
    level,
    base: { part },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: personal.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), censor: '(left out)' },
    serializers: { err: describeError },
  });
}

/** What may be logged of an exception. The message of a database error can quote personal data, so there only its codes are kept. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, constraint, table } = error as Error & { code?: string; constraint?: string; table?: string };
  const fromDatabase =
    constraint !== undefined || /^[0-9A-Z]{5}$/.test(code ?? '') || error.message.startsWith('Failed query');
  return {
    type: error.name,
    code,
    constraint,
    table,
    ...(fromDatabase ? {} : { message: error.message }),
    // The first line of a stack repeats the message.
    stack: error.stack
      ?.split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 12)
      .join('\n'),
    cause: error.cause === undefined ? undefined : describeError(error.cause),
  };
}
