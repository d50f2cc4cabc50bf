import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { Breach, type Guard } from './guard.ts';
import { type SceneIds, withScene } from './scene.ts';
import { switchOff } from './switch-off.ts';
import type { ThrowAwayCluster, Urls } from './throw-away.ts';

/** `held`: what the guard is against did not happen. `breached`: it did. `broken`: the proof itself failed. */
export type Finding = { is: 'held' | 'breached' | 'broken'; how: string };
export type Verdict = { guard: Guard; isKilled: boolean; how: string };

/** Proves one guard: with it the proof passes, without it the proof fails, each in a fresh copy of the scene. */
export async function prove(guard: Guard, cluster: ThrowAwayCluster, ids: SceneIds): Promise<Verdict> {
  const run = (isOn: boolean) =>
    cluster.withCopy((urls) =>
      guard.off.kind === 'source'
        ? proveApart(guard, isOn, cluster.folder, urls, ids)
        : proveHere(guard, isOn, urls, ids),
    );
  const on = await run(true);
  if (on.is !== 'held') return { guard, isKilled: false, how: `with the guard on: ${on.is}, ${on.how}` };
  const off = await run(false);
  if (off.is !== 'breached') return { guard, isKilled: false, how: `with the guard off: ${off.is}, ${off.how}` };
  return { guard, isKilled: true, how: off.how };
}

/** Runs the proof in this process. */
export async function proveHere(guard: Guard, isOn: boolean, urls: Urls, ids: SceneIds): Promise<Finding> {
  return withScene(urls, ids, async (scene): Promise<Finding> => {
    try {
      if (!isOn) await switchOff(scene, guard.off);
      await guard.proof(scene);
      return { is: 'held', how: 'nothing happened' };
    } catch (error) {
      return { is: error instanceof Breach ? 'breached' : 'broken', how: (error as Error).message };
    }
  });
}

let apart = 0;

/** Runs the proof in a process of its own, which reads the guard's file with or without the guard. */
async function proveApart(guard: Guard, isOn: boolean, folder: string, urls: Urls, ids: SceneIds): Promise<Finding> {
  apart += 1;
  const dataDir = path.join(folder, `part-${apart}`);
  mkdirSync(dataDir);
  const child = spawn(process.execPath, [fileURLToPath(new URL('./prove-apart.ts', import.meta.url))], {
    env: { ...process.env, DATA_DIR: dataDir, NODE_NO_WARNINGS: '1' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(JSON.stringify({ name: guard.name, isOn, urls, ids }));
  const [said, complaint] = await Promise.all([text(child.stdout), text(child.stderr)]);
  try {
    return JSON.parse(said.trim().split('\n').at(-1) ?? '');
  } catch {
    return { is: 'broken', how: complaint.trim().split('\n').slice(0, 6).join(' ') || said };
  }
}
