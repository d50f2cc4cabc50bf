import { setTimeout as pause } from 'node:timers/promises';

/** Waits until the site says that it is well; throws with its last answer after `withinMs`. */
export async function waitUntilHealthy(url: string, signal: AbortSignal, withinMs = 60_000): Promise<void> {
  let last = 'no answer';
  for (const giveUpAt = performance.now() + withinMs; performance.now() < giveUpAt; await pause(100)) {
    signal.throwIfAborted();
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
      const text = await response.text();
      if (response.ok) return;
      last = `${response.status} ${text.slice(0, 300)}`;
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
  }
  throw new Error(`${url} is not well: ${last}`);
}
