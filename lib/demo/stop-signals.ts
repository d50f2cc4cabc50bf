/** How a start is told to stop: by a signal, or by the end of the process that began it. */
export type StopSignals = {
  /** Resolves when asked to stop. */
  asked: Promise<void>;
  isAsked(): boolean;
  /** Aborted when asked to stop, and when a start fails. */
  signal: AbortSignal;
  /** What to do at once when asked a second time; the process ends after it. */
  onForce(force: () => void): void;
  abort(): void;
  close(): void;
};

// npm and the terminal may both deliver one Ctrl-C.
const sameAskMs = 700;

export function listenForStop(): StopSignals {
  const controller = new AbortController();
  const asked = Promise.withResolvers<void>();
  let askedAt = 0;
  let isAsked = false;
  let force: (() => void) | undefined;
  const begin = () => {
    isAsked = true;
    controller.abort();
    asked.resolve();
  };
  const ask = () => {
    if (askedAt && performance.now() - askedAt > sameAskMs) {
      force?.();
      process.exit(130);
    }
    askedAt ||= performance.now();
    begin();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of signals) process.on(name, ask);
  // The launcher was killed: nobody is left to send a signal.
  process.once('disconnect', begin);
  return {
    asked: asked.promise,
    isAsked: () => isAsked,
    signal: controller.signal,
    onForce(work) {
      force = work;
    },
    abort: () => controller.abort(),
    close() {
      for (const name of signals) process.off(name, ask);
      process.off('disconnect', begin);
    },
  };
}
