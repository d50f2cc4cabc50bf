import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { CrashPoint } from '#lib/platform/crash-point.ts';
import type { Answer, Order, Told } from './messages.ts';

/** What became of a call: answered, or nobody knows (the process died, or did not answer in time). */
export type Outcome = Answer | { kind: 'lost'; why: string };

export type Member = {
  readonly name: string;
  call(op: string, input: unknown, withinMs?: number): Promise<Outcome>;
  /** Lets the process kill itself at the next time it comes by these points. */
  arm(points: readonly CrashPoint[]): void;
  disarm(): void;
  kill(): void;
  /** Resolves when the process takes calls, after a crash too. */
  ready(): Promise<void>;
  stop(): Promise<void>;
};

/**
 * A process of the museum that is started again at once whenever it dies, as a supervisor does. `onCrash` hears of each death:
 * at which crash point, or null when it was killed from outside. `onFall` hears of ends that nobody caused.
 */
export function hire(
  name: string,
  file: string,
  env: Record<string, string>,
  onCrash: (point: string | null) => void,
  onFall: (words: string) => void,
): Member {
  let child: ChildProcess;
  let isReady = Promise.withResolvers<void>();
  let isUp = false;
  let isStopping = false;
  let next = 0;
  let falls = 0;
  let waiting = new Map<number, (outcome: Outcome) => void>();

  const start = () => {
    let said = '';
    const started = fork(fileURLToPath(new URL(file, import.meta.url)), {
      env: { ...process.env, ...env },
      execArgv: ['--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    child = started;
    started.stderr?.on('data', (part) => {
      said = `${said}${part}`.slice(-20_000);
    });
    started.on('message', (told: Told) => {
      if (told.kind === 'ready') {
        isUp = true;
        return isReady.resolve();
      }
      waiting.get(told.id)?.(told.answer);
      waiting.delete(told.id);
    });
    // A pipe to somebody who has just died.
    started.on('error', () => undefined);
    started.once('exit', (code, signal) => {
      const lost = waiting;
      waiting = new Map();
      for (const tell of lost.values()) tell({ kind: 'lost', why: `${name} died` });
      if (isStopping) return;
      // Who dies before it was up is waited for by those who wait already: their promise is kept by the next one.
      if (isUp) isReady = Promise.withResolvers<void>();
      isUp = false;
      const point = /^crash point ([\w.]+)$/m.exec(said)?.[1] ?? null;
      if (signal === 'SIGKILL') {
        onCrash(point);
        start();
        return;
      }
      // Without its database a process may end by itself, and is begun again; not for ever, and never for a bug.
      falls += 1;
      if (falls > 40) throw new Error(`${name} ends by itself (${code ?? signal}):\n${said}`);
      onFall(`${code ?? signal}: ${said.trim().slice(-600)}`);
      setTimeout(start, 100);
    });
  };
  start();
  const send = (order: Order) => {
    if (child.connected) child.send(order, () => undefined);
  };

  return {
    name,
    async call(op, input, withinMs = 30_000) {
      await isReady.promise;
      next += 1;
      const id = next;
      const { promise, resolve } = Promise.withResolvers<Outcome>();
      waiting.set(id, resolve);
      const timer = setTimeout(() => {
        waiting.delete(id);
        resolve({ kind: 'lost', why: 'no answer in time' });
      }, withinMs);
      send({ kind: 'call', id, op, input });
      const outcome = await promise;
      clearTimeout(timer);
      return outcome;
    },
    arm: (points) => send({ kind: 'arm', points: [...points] }),
    disarm: () => send({ kind: 'disarm' }),
    kill: () => child.kill('SIGKILL'),
    ready: () => isReady.promise,
    async stop() {
      isStopping = true;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await ended;
    },
  };
}
