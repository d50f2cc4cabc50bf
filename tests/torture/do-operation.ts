import { setTimeout as pause } from 'node:timers/promises';
import type { Member } from './crew.ts';
import type { Dice } from './dice.ts';
import type { Entry, History } from './history.ts';
import type { VerbName } from './verbs.ts';
import type { World } from './world.ts';

/** A fault of ours that a visitor met: something was thrown that no crash explains. */
export type Thrown = { n: number; op: string; state: string | null; message: string };

/** What a person may meet while a process or the database is away or busy: the calm page says to try again. */
const mayBeThrown = /^(08|57|53|55P03|25P0[34]|40)/;
const connectionIsGone =
  /ECONNRESET|ECONNREFUSED|EPIPE|Connection terminated|connection error|timeout exceeded when trying to connect|timeout expired|server closed the connection|not queryable|Client was closed|Cannot use a pool/i;

/** Does things as somebody outside, through one of the web processes or at the provider, and writes down how it went. */
export type Doer = {
  verb(client: number, op: VerbName, input: Record<string, unknown>): Promise<Entry>;
  provider(client: number, op: string, address: string, input: Record<string, unknown>): Promise<Entry>;
};

export function doerOf(world: World, history: History, dice: Dice, thrown: Thrown[]): Doer {
  return {
    verb: (client, op, input) =>
      history.record(client, op, input, async (n) => {
        const web = dice.pick<Member>(world.webs);
        const outcome = await web.call(op, input);
        if (outcome.kind === 'lost') return { outcome: 'unknown', value: { why: outcome.why } };
        if (outcome.kind === 'threw') {
          const { state, message, code } = outcome;
          const isExcused = mayBeThrown.test(state ?? '') || connectionIsGone.test(`${message} ${code ?? ''}`);
          if (!isExcused) thrown.push({ n, op, state, message });
          // Who meets the calm page does not press a hundred times a second.
          await pause(150);
          return { outcome: 'unknown', value: { state, message: message.slice(0, 300) } };
        }
        const value = outcome.value as { ok: boolean } & Record<string, unknown>;
        return { outcome: value.ok ? 'ok' : 'fail', value };
      }),
    provider: (client, op, address, input) =>
      history.record(client, op, input, async () => {
        const { status, body } = await world.control(address, input);
        const value = (body ?? {}) as Record<string, unknown>;
        return { outcome: status === 200 ? 'ok' : 'fail', value };
      }),
  };
}
