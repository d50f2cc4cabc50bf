import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isAlive, processBirth } from '#lib/demo/process-facts.ts';

/** A process as a lock remembers it: `birth` tells it from a later one with the same id. */
export type KnownProcess = { pid: number; birth: string };
type Content = KnownProcess & { children: KnownProcess[]; note: string };

export type OwnerLock = {
  /** Processes to be ended by the next holder, should this one be killed. */
  remember(child: number): void;
  /** A word for whoever is refused, such as the address where this holder serves. */
  setNote(note: string): void;
  release(): void;
};

/**
 * Takes a lock held by a living process, in a file. Refused while its holder lives (with the holder's id and note); a lock
 * left by a killed holder is taken over, and the processes it had started are handed over in `orphans`.
 */
export function takeOwnerLock(
  file: string,
): { ok: true; lock: OwnerLock; orphans: KnownProcess[] } | { ok: false; code: 'held'; pid: number; note: string } {
  let content: Content = { ...know(process.pid), children: [], note: '' };
  const orphans: KnownProcess[] = [];
  for (;;) {
    const aside = `${file}.${randomBytes(6).toString('hex')}`;
    writeFileSync(aside, JSON.stringify(content), { mode: 0o600 });
    try {
      linkSync(aside, file);
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(aside, { force: true });
    }
    const held = read(file);
    if (held && isSame(held)) return { ok: false, code: 'held', pid: held.pid, note: held.note };
    // Taken away under another name first: of two who find the same stale lock, only one may go on to remove it.
    try {
      renameSync(file, aside);
    } catch {
      continue;
    }
    const taken = read(aside);
    if (taken && isSame(taken)) {
      renameSync(aside, file);
      continue;
    }
    orphans.push(...(taken?.children ?? []).filter(isSame));
    rmSync(aside, { force: true });
  }
  const rewrite = (change: Partial<Content>) => {
    content = { ...content, ...change };
    const aside = `${file}.${randomBytes(6).toString('hex')}`;
    writeFileSync(aside, JSON.stringify(content), { mode: 0o600 });
    renameSync(aside, file);
  };
  const lock: OwnerLock = {
    remember: (pid) => rewrite({ children: [...content.children.filter(isSame), know(pid)] }),
    setNote: (note) => rewrite({ note }),
    release: () => rmSync(file, { force: true }),
  };
  return { ok: true, lock, orphans };
}

/** The living holder of a lock, if there is one. */
export function findLockHolder(file: string): (KnownProcess & { note: string }) | null {
  const held = read(file);
  return held && isSame(held) ? held : null;
}

function know(pid: number): KnownProcess {
  return { pid, birth: processBirth(pid) };
}

function isSame({ pid, birth }: KnownProcess): boolean {
  return isAlive(pid) && processBirth(pid) === birth;
}

function read(file: string): Content | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Content;
  } catch {
    return undefined;
  }
}
