import type { Dice } from './dice.ts';
import type { World } from './world.ts';

export type PaidThere = { session: string; orderId: string };

/**
 * So many visitors, `clients` at once, go to the payment page and pay there; `then` is what each does next. Gives how many have
 * paid: whoever met a fault on the way did not.
 */
export async function payMany(
  world: World,
  dice: Dice,
  options: { count: number; clients: number; card?: () => string },
  then: (paid: PaidThere) => Promise<void>,
): Promise<number> {
  let left = options.count;
  let paid = 0;
  await Promise.all(
    Array.from({ length: Math.min(options.clients, options.count) }, async () => {
      while (left > 0) {
        left -= 1;
        const there = await goAndPay(world, dice, options.card?.() ?? '4242424242424242');
        if (!there) continue;
        paid += 1;
        await then(there);
      }
    }),
  );
  return paid;
}

/** From nothing to a page that was paid; null where something stood in the way. */
async function goAndPay(world: World, dice: Dice, number: string): Promise<PaidThere | null> {
  const there = await goToPay(world, dice);
  if (!there) return null;
  const { body } = await world.control('pay', { session: there.session, number });
  return (body as { state?: string }).state === 'paid' ? there : null;
}

export async function goToPay(world: World, dice: Dice): Promise<PaidThere | null> {
  const bought = await dice.pick(world.webs).call('buy', {
    timeslotId: dice.pick(world.timetable.open()),
    ticketTypeId: world.timetable.ticketTypes.adult,
    people: 1 + dice.below(4),
  });
  const answer = bought.kind === 'answered' ? (bought.value as { url?: string; orderId?: string }) : {};
  const session = /\/c\/pay\/(cs_\w+)/.exec(answer.url ?? '')?.[1];
  return session && answer.orderId ? { session, orderId: answer.orderId } : null;
}
