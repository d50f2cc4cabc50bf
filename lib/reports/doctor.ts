import { connect } from '#db/client.ts';
import { runInvariants } from './invariants.ts';

/**
 * Examines a database: says which invariants it ran, and each violation on a line of its own. Resolves to the number of
 * violations.
 */
export async function examine(databaseUrl: string, say: (line: string) => void): Promise<number> {
  const { db, close } = connect(databaseUrl, { most: 1, name: 'museum-doctor' });
  try {
    const findings = await runInvariants(db);
    for (const { id, title, violations } of findings) {
      say(`${violations.length === 0 ? '✓' : '✗'} ${id.padEnd(4)}${title}`);
      for (const violation of violations) say(`       ${JSON.stringify(violation)}`);
    }
    const total = findings.reduce((sum, { violations }) => sum + violations.length, 0);
    say(`${findings.length} invariants ran, ${total === 0 ? 'nothing violates them' : `${total} violations`}`);
    return total;
  } finally {
    await close();
  }
}
