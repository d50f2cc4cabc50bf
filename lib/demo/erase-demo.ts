import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { StandIn } from '#lib/platform/env.ts';

/**
 * Erases what the stand-ins have kept. The keyring goes with the embedded database only: with a real one, tickets and links
 * in visitors' hands hang on it.
 */
export async function eraseDemo(dataDir: string, standIns: readonly StandIn[]): Promise<void> {
  const names = [
    ...(standIns.includes('database') ? ['postgres', 'keyring.json', 'running.json'] : []),
    ...(standIns.includes('payments') ? [...sqlite('stripe-sandbox'), ...sqlite('bankpage-sandbox')] : []),
    ...(standIns.includes('mail') ? sqlite('mailbox') : []),
    'logs',
  ];
  for (const name of names)
    await rm(join(dataDir, name), { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

function sqlite(name: string): string[] {
  return ['', '-wal', '-shm'].map((part) => `${name}.sqlite${part}`);
}
