import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, processDescription, waitUntilGone } from '#lib/demo/process-facts.ts';

/**
 * Stops the server that a killed starter left running on this cluster, if there is one: fast (connections are cut, everything
 * is written), then at once (the next start recovers from the log), then by force.
 */
export async function stopStalePostgres(cluster: string): Promise<boolean> {
  const lockFile = join(cluster, 'postmaster.pid');
  const pid = readPid(lockFile);
  if (pid === undefined) return false;
  if (!isAlive(pid) || !processDescription(pid).includes(cluster)) {
    // The id belongs to somebody else by now, and PostgreSQL would wait for that process for ever.
    rmSync(lockFile, { force: true });
    return false;
  }
  await stopPostmaster(pid);
  rmSync(lockFile, { force: true });
  return true;
}

/** Stops a server, never taking longer than about nine seconds. */
export async function stopPostmaster(pid: number): Promise<void> {
  for (const [signal, withinMs] of [
    ['SIGINT', 5000],
    ['SIGQUIT', 3000],
    ['SIGKILL', 1000],
  ] as const) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    if (await waitUntilGone(pid, withinMs)) return;
  }
}

function readPid(lockFile: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(lockFile, 'utf8'), 10);
    return pid > 1 ? pid : undefined;
  } catch {
    return undefined;
  }
}
