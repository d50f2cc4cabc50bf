import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Switch } from './guard.ts';
import type { Scene } from './scene.ts';

/** Switches a guard of the database off, in the scene's own copy. Throws when there is nothing to switch off. */
export async function switchOff(scene: Scene, off: Switch): Promise<void> {
  if (off.kind === 'sql') await scene.owner(off.text);
  if (off.kind !== 'function') return;
  const { rows } = await scene.owner(`select pg_get_functiondef('${off.signature}'::regprocedure) as text`);
  await scene.owner(exchange(rows[0].text, off.find, off.put, off.signature));
}

/**
 * Lets this process read a source file without its guard: the file on disk and every other process keep it. Must come before
 * the file is first imported.
 */
export function switchOffSource(root: string, off: Switch): void {
  if (off.kind !== 'source') return;
  const target = pathToFileURL(`${root}/${off.file}`).href;
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      if (url !== target) return loaded;
      return { ...loaded, source: exchange(readFileSync(new URL(target), 'utf8'), off.find, off.put, off.file) };
    },
  });
}

function exchange(text: string, find: string, put: string, where: string): string {
  if (!text.includes(find))
    throw new Error(`${where} does not say "${find}": the guard has moved, and its entry must follow`);
  return text.replaceAll(find, put);
}
