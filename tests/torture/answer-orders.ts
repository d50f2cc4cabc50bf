import { writeSync } from 'node:fs';
import { armCrashPoint, type CrashPoint } from '#lib/platform/crash-point.ts';
import { sqlState } from '#lib/platform/transaction.ts';
import type { Answer, Order, Told } from './messages.ts';

const tell = (told: Told) => process.send?.(told);

/**
 * Lets the coordinator call `work` by name, and arm crash points: at one of those this process ends as kill -9 ends it. It ends
 * with the coordinator.
 */
export function answerOrders(work: (op: string, input: never) => Promise<unknown>): void {
  const armed = new Set<CrashPoint>();
  process.on('message', (order: Order) => {
    if (order.kind === 'arm') for (const point of order.points) arm(armed, point);
    if (order.kind === 'disarm') for (const point of armed) armCrashPoint(point, () => undefined);
    if (order.kind === 'call') void answer(order.id, () => work(order.op, order.input as never));
  });
  process.once('disconnect', () => process.exit(0));
  process.on('unhandledRejection', () => undefined);
  tell({ kind: 'ready' });
}

function arm(armed: Set<CrashPoint>, point: CrashPoint): void {
  armed.add(point);
  armCrashPoint(point, () => {
    writeSync(2, `crash point ${point}\n`);
    process.kill(process.pid, 'SIGKILL');
    // The signal comes before anything else runs: this turn must not go on.
    for (;;);
  });
}

async function answer(id: number, work: () => Promise<unknown>): Promise<void> {
  let told: Answer;
  try {
    told = { kind: 'answered', value: await work() };
  } catch (error) {
    told = { kind: 'threw', state: sqlState(error), code: codeOf(error), message: messageOf(error) };
  }
  tell({ kind: 'done', id, answer: told });
}

function codeOf(error: unknown): string | null {
  for (let current = error; current instanceof Error; current = current.cause) {
    const { code } = current as { code?: unknown };
    if (typeof code === 'string') return code;
  }
  return null;
}

function messageOf(error: unknown): string {
  const parts: string[] = [];
  for (let current = error; current instanceof Error; current = current.cause)
    parts.push(current.message.slice(0, 300));
  const at =
    error instanceof Error ? (error.stack?.split('\n').find((line) => /\/(lib|tests)\//.test(line)) ?? '') : '';
  return `${parts.join(' ← ')}${at}`;
}
