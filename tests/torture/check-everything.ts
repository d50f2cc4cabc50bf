import { runInvariants } from '#lib/reports/invariants.ts';
import { checkBooks } from './check-books.ts';
import type { ProviderBooks } from './provider-books.ts';
import { work } from './settle-down.ts';
import type { Violation } from './violations.ts';
import type { World } from './world.ts';

/** The daily comparison with the provider, the doctor's invariants, and the provider's own books. */
export async function checkEverything(world: World, books: ProviderBooks): Promise<Violation[]> {
  await work(world, 'reconcile_money');
  const findings = await runInvariants(world.owner.db);
  return [
    ...findings.flatMap(({ id, title, violations }) =>
      violations.map((facts): Violation => ({ check: `${id} ${title}`, facts })),
    ),
    ...(await checkBooks(world, books)),
  ];
}
