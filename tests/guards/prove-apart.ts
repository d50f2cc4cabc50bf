// One proof of one guard of the code, in a process of its own: which and where comes as JSON on stdin, the finding goes to stdout.
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { allGuards } from './all-guards.ts';
import { proveHere } from './prove.ts';
import type { SceneIds } from './scene.ts';
import { switchOffSource } from './switch-off.ts';
import type { Urls } from './throw-away.ts';

const wanted = (await json(process.stdin)) as { name: string; isOn: boolean; urls: Urls; ids: SceneIds };
const guard = allGuards.find(({ name }) => name === wanted.name);
if (!guard) throw new Error(`no guard is called ${wanted.name}`);
if (!wanted.isOn) switchOffSource(fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, ''), guard.off);
console.log(JSON.stringify(await proveHere(guard, wanted.isOn, wanted.urls, wanted.ids)));
