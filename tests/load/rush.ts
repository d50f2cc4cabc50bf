import { writeFileSync } from 'node:fs';
import os from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { connect } from '#db/client.ts';
import { appUrl as asAppUrl, migrate } from '#db/migrate.ts';
import { loadDefaultSettings } from '#db/seed/settings.ts';
import { examine } from '#lib/reports/doctor.ts';
import { buildMuseum } from '#tests/support/museum.ts';
import { startBenchCluster } from './bench-database.ts';
import { startBuiltWeb } from './built-web.ts';
import { type Outcome, type RushLog, visitInRush } from './rush-visitor.ts';

// More visitors than places on one time, from the moment at which it comes on sale (issue: `bench rush`).
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    visitors: { type: 'string', default: '1000' },
    json: { type: 'string' },
  },
});
const minutes = Number(values.minutes);
const visitors = Number(values.visitors);
const places = 200;
const say = (line: string): void => console.log(line);

const cluster = await startBenchCluster(say);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    process.on('uncaughtException', () => process.exit(130));
    void cluster.close().finally(() => process.exit(130));
  });
}
try {
  process.exitCode = (await rush()) ? 0 : 1;
} finally {
  await cluster.close();
}

async function rush(): Promise<boolean> {
  const admin = new pg.Client({ connectionString: cluster.postgres.ownerUrl });
  await admin.connect();
  await admin.query('create database rush');
  await admin.end();
  const url = new URL(cluster.postgres.ownerUrl);
  url.pathname = '/rush';
  const password = 'the bench has nothing to hide';
  await migrate({ ownerUrl: url.href, appRolePassword: password });
  const owner = connect(url.href, { most: 2, name: 'rush-owner' });
  const lanes = { public: places };
  const museum = await buildMuseum(owner.db, {
    startTimes: ['10:30'],
    lanes,
    peopleAtOnce: places,
    buildingPeople: places,
  });
  await loadDefaultSettings(owner.db);
  const web = await startBuiltWeb(asAppUrl(url.href, password), { TRUST_PROXY: '1' });
  if (!web) {
    say('Nothing is built: `npm start` builds.');
    await owner.close();
    return false;
  }
  try {
    const timeslotId = museum.timeslots[0] ?? '';
    const releaseSeconds = Math.min(20, minutes * 6);
    await owner.db.execute(sql`insert into pool_release (pool_id, opens_at, places)
      select id, now() + make_interval(secs => ${releaseSeconds}), capacity from pool where timeslot_id = ${timeslotId} and kind = 'lane'`);
    await owner.db.execute(sql`update pool set withheld = capacity, capacity = 0, opens_at = now() + make_interval(secs => ${releaseSeconds})
      where timeslot_id = ${timeslotId} and kind = 'lane'`);
    const log: RushLog = { answers: new Map(), holdMs: [], waitedSeconds: [], cutOff: 0 };
    const outcomes = new Map<Outcome, number>();
    const chance = drawnFrom(7);
    const begin = performance.now();
    const spanMs = minutes * 60_000;
    say(`${visitors} visitors in ${minutes} min, ${places} places, on sale after ${releaseSeconds} s`);
    let lineSeconds = 0;
    const watch = setInterval(() => {
      void owner.db.execute(sql`select 1 from rush_line where opened_at is not null`).then(({ rowCount }) => {
        lineSeconds += rowCount ?? 0;
      });
    }, 1000);
    await Promise.all(
      Array.from({ length: visitors }, async (_, n) => {
        // Half of them within the first fifth.
        const at = n % 2 === 0 ? 0.2 * chance() : chance();
        const people = [1, 2, 2, 2, 3, 4][Math.floor(chance() * 6)] ?? 2;
        await pause(at * spanMs);
        const address = `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`;
        const outcome = await visitInRush(
          {
            url: web.url,
            product: 'full-route',
            date: museum.visitDate,
            timeslotId,
            people,
            address,
            chance,
            until: begin + spanMs + 300_000,
          },
          log,
        );
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }),
    );
    clearInterval(watch);
    const { rows } = await owner.db.execute<{ taken: number; capacity: number }>(
      sql`select held + sold as taken, capacity + overbook as capacity from pool where timeslot_id = ${timeslotId} and kind = 'lane'`,
    );
    const total = [...log.answers.values()].reduce((sum, count) => sum + count, 0);
    const failures = [...log.answers].filter(([status]) => status >= 500).reduce((sum, [, count]) => sum + count, 0);
    const violations = await examine(url.href, say);
    const result = {
      visitors,
      minutes,
      seconds: Math.round((performance.now() - begin) / 1000),
      outcomes: Object.fromEntries(outcomes),
      taken: rows[0]?.taken ?? 0,
      oversold: Math.max(0, (rows[0]?.taken ?? 0) - places),
      holdMs: {
        count: log.holdMs.length,
        p50: at(log.holdMs, 0.5),
        p95: at(log.holdMs, 0.95),
        p99: at(log.holdMs, 0.99),
      },
      line: {
        seconds: lineSeconds,
        waited: log.waitedSeconds.filter((s) => s > 0).length,
        longestWaitSeconds: Math.round(Math.max(...log.waitedSeconds)),
      },
      answers: Object.fromEntries(log.answers),
      failureShare: total === 0 ? 1 : (failures + log.cutOff) / total,
      violations,
    };
    const misses = [
      result.oversold > 0 && 'oversold',
      (outcomes.get('nothing') ?? 0) > 0 && 'somebody had no answer',
      result.taken < places - 3 && 'places were left although more wanted them',
      !(result.holdMs.p95 < 500) && 'p95 of a hold is not under 500 ms',
      !(result.failureShare < 0.001) && 'more than one failure in a thousand answers',
      violations > 0 && 'an invariant is broken',
    ].filter(Boolean);
    say(JSON.stringify({ ...result, misses }, null, 2));
    if (values.json) {
      const machine = {
        at: new Date().toISOString(),
        cores: os.availableParallelism(),
        cpu: os.cpus()[0]?.model,
        node: process.version,
      };
      writeFileSync(values.json, `${JSON.stringify({ ...machine, ...result, misses }, null, 2)}\n`);
    }
    return misses.length === 0;
  } finally {
    await web.close();
    await owner.close();
  }
}

function at(sorted: number[], share: number): number {
  sorted.sort((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN);
}

/** Numbers between 0 and 1, the same in every run. */
function drawnFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}
