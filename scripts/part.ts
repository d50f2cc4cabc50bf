import { describeError, type Logger } from '#lib/platform/log.ts';

/**
 * The end of a part: SIGTERM lets it finish what it is at, the end of the supervisor ends it at once (nobody would
 * start it again, and the next start wants its port), and a bug nobody caught is logged before it ends.
 */
export function endWith(log: Logger, drain: () => Promise<void>): void {
  let isEnding = false;
  const end = () => {
    if (isEnding) return;
    isEnding = true;
    drain().then(
      () => process.exit(0),
      (error) => {
        log.error({ err: describeError(error) }, 'did not end cleanly');
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, end);
  process.once('disconnect', () => process.exit(0));
  process.once('uncaughtException', (error) => {
    log.fatal({ err: describeError(error) }, 'nobody caught this');
    process.exit(1);
  });
  process.on('unhandledRejection', (error) => {
    log.error({ err: describeError(error) }, 'nobody waited for this');
  });
}
