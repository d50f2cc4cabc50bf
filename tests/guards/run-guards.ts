// `npm run guards [-- WORD]`: switches every guard off, one at a time, and sees that its proof notices. WORD: only guards whose name has it.
import { listenForStop } from '#lib/demo/stop-signals.ts';
import { allGuards } from './all-guards.ts';
import { prove, type Verdict } from './prove.ts';
import { writeScene } from './scene.ts';
import { openThrowAway } from './throw-away.ts';

const sideBySide = 2;
const word = process.argv[2] ?? '';
const wanted = allGuards.filter(({ name }) => name.includes(word));
const stop = listenForStop();
const startedAt = performance.now();
const cluster = await openThrowAway();
const verdicts: Verdict[] = [];
try {
  const ids = await cluster.prepare(writeScene);
  const waiting = [...wanted];
  const work = async () => {
    for (let guard = waiting.shift(); guard && !stop.isAsked(); guard = waiting.shift()) {
      const verdict = await prove(guard, cluster, ids);
      verdicts.push(verdict);
      const sign = verdict.isKilled ? '✓' : '✗';
      console.log(
        `${sign} ${verdicts.length}/${wanted.length} ${guard.name} · against ${guard.against} · ${verdict.how}`,
      );
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, work));
} finally {
  await cluster.close();
  stop.close();
}
const killed = verdicts.filter(({ isKilled }) => isKilled).length;
const alive = verdicts.filter(({ isKilled }) => !isKilled).map(({ guard }) => guard.name);
const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
console.log(`killed ${killed}/${wanted.length}`);
console.log(JSON.stringify({ guards: wanted.length, killed, alive, seconds }));
process.exitCode = killed === wanted.length && killed > 0 ? 0 : 1;
