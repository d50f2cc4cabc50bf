import { sign } from './sign.ts';
import type { BankOrder } from './store.ts';
import type { World } from './world.ts';

const minute = 60_000;
const waits = [10_000, minute, 5 * minute, 30 * minute, 2 * 60 * minute, 12 * 60 * minute];
const patienceMs = 10_000;

/** Plans to tell the merchant of an operation, with the faults that are switched on. */
export function sendCallback(
  world: World,
  order: BankOrder,
  what: { operation: 1 | 2 | 3; isDone: boolean; amount: number },
): void {
  const { faults, clock } = world;
  if (!world.callbackUrl || faults.strikes('callbackLost')) return;
  const fields = new URLSearchParams({
    orderId: order.id,
    orderNumber: order.number,
    operation: String(what.operation),
    status: what.isDone ? '1' : '0',
    amount: String(what.amount),
    date: String(clock.now()),
    test: '1',
  });
  fields.set('sign', sign(fields, world.secret));
  const wait = faults.strikes('callbackDelayed') ? faults.random() * faults.current().callbackDelayMostMs : 0;
  const copies = faults.strikes('callbackDoubled') ? 2 : 1;
  for (let copy = 0; copy < copies; copy += 1)
    world.agenda.add('call', clock.now() + wait, { query: fields.toString(), attempt: 0 });
}

/** One try to tell. Anything but a 200 is tried again, later and later, for about half a day. */
export async function makeCall(world: World, body: string): Promise<void> {
  const { query, attempt } = JSON.parse(body) as { query: string; attempt: number };
  if (!world.callbackUrl) return;
  const isTaken = await call(world, `${world.callbackUrl}?${query}`);
  if (isTaken || world.closing.aborted) return;
  const wait = waits[attempt];
  if (wait !== undefined) world.agenda.add('call', world.clock.now() + wait, { query, attempt: attempt + 1 });
}

async function call(world: World, address: string): Promise<boolean> {
  try {
    const response = await fetch(address, {
      redirect: 'manual',
      signal: AbortSignal.any([world.closing, AbortSignal.timeout(patienceMs)]),
    });
    await response.body?.cancel();
    return response.status === 200;
  } catch {
    return false;
  }
}
