import type { Faults } from '#lib/demo/stripe-sandbox/faults.ts';
import { crashPoints } from '#lib/platform/crash-point.ts';
import type { Dice } from './dice.ts';
import { letOffersLapse, letTimePass } from './let-time-pass.ts';
import type { FaultName } from './options.ts';
import type { World } from './world.ts';

/** The schedule of a run: what was done to the museum, at which operation. Kept with each failure. */
export type Struck = { atOperation: number; what: string; facts: object };

export type Chaos = {
  struck: Struck[];
  virtualMs(): number;
  /** Called at each operation: strikes when it is time. */
  at(operation: number): void;
  /** Everything off and everybody up again. */
  calm(): Promise<void>;
};

const minute = 60_000;

/** The lines that only a worker comes by; most others are passed by the webs, and some by both. */
const ofWorker =
  /^(event|sweep|reconcile|refund|import_refunds|import_disputes|recent|reconcile_money|message|cancel|forget)\.|^waiting\.(after|before)_/;
const ofBoth = /^(settle|start)\.|^cancel\.(after_flip|before_answered)$/;
const workerPoints = crashPoints.filter((name) => ofWorker.test(name) || ofBoth.test(name));
const webPoints = crashPoints.filter(
  (name) => !name.startsWith('groups.') && (!ofWorker.test(name) || ofBoth.test(name)),
);

/** Crashes, faults of the provider and jumps of the clock, at operations that the seed chooses. */
export function chaosOf(world: World, dice: Dice, options: { ops: number; faults: ReadonlySet<FaultName> }): Chaos {
  const { faults } = options;
  const struck: Struck[] = [];
  const running = new Set<Promise<unknown>>();
  let virtualMs = 0;
  const between = (mean: number) => Math.ceil(mean * (0.5 + dice.random()));
  const every = {
    crash: Math.min(700, options.ops / 8),
    clock: Math.min(350, options.ops / 5),
    phase: Math.min(400, options.ops / 4),
  };
  const next = { crash: between(every.crash), clock: between(every.clock), phase: 1 };
  let current = 0;

  const note = (what: string, facts: object = {}) => struck.push({ atOperation: current, what, facts });
  const begin = (work: Promise<unknown>) => {
    const settled = work.catch(() => undefined).finally(() => running.delete(settled));
    running.add(settled);
  };

  const crash = () => {
    const kinds = faults.has('crashes') ? { point: 60, web: 12, worker: 12 } : {};
    const kind = dice.weighed({ ...kinds, ...(faults.has('postgres') ? { postgres: 12 } : {}) });
    if (kind === 'postgres') {
      note('kill postgres');
      world.databaseKilledAt.push(performance.now());
      world.crashes.push({ at: performance.now(), who: 'postgres', point: null });
      begin(world.cluster.kill());
    } else if (kind === 'point') {
      const isWeb = dice.chance(0.55);
      const member = dice.pick(isWeb ? world.webs : world.workers);
      const reached = isWeb ? webPoints : workerPoints;
      const points = Array.from({ length: 2 }, () => dice.pick(reached));
      note(`arm ${member.name}`, { points });
      member.arm(points);
    } else {
      const member = dice.pick(kind === 'web' ? world.webs : world.workers);
      note(`kill ${member.name}`);
      member.kill();
    }
  };

  const jump = () => {
    // The longest is more than an offer of the waiting list lives.
    const minutes = dice.weighed({ '1': 30, '3': 25, '8': 20, '15': 12, '40': 8, '70': 5 });
    note('let time pass', { minutes: Number(minutes) });
    begin(pass(Number(minutes) * minute));
    if (!dice.chance(0.5)) return;
    note('let offers lapse');
    begin(letOffersLapse(world.owner.pool));
  };
  const pass = async (ms: number) => {
    await letTimePass(world.owner.pool, ms);
    await world.control('age', { ms });
    virtualMs += ms;
  };

  const phase = () => {
    const changes = phaseOf(dice, faults);
    note('faults', changes);
    world.sandbox.faults.clear();
    world.sandbox.faults.set(changes);
  };

  return {
    struck,
    virtualMs: () => virtualMs,
    at(operation) {
      current = operation;
      if (operation >= next.crash && (faults.has('crashes') || faults.has('postgres'))) {
        next.crash = operation + between(every.crash);
        crash();
      }
      if (operation >= next.clock && faults.has('clock')) {
        next.clock = operation + between(every.clock);
        jump();
      }
      if (operation >= next.phase) {
        next.phase = operation + between(every.phase);
        phase();
      }
    },
    async calm() {
      world.sandbox.faults.clear();
      for (const member of [...world.webs, ...world.workers]) member.disarm();
      await Promise.all(running);
      await Promise.all([...world.webs, ...world.workers].map((member) => member.ready()));
      next.phase = 0;
    },
  };
}

/** What goes wrong at the provider for a while. */
function phaseOf(dice: Dice, faults: ReadonlySet<FaultName>): Partial<Faults> {
  const some = (list: readonly number[]) => dice.pick(list);
  return {
    ...(faults.has('webhooks')
      ? {
          webhookDropped: some([0, 0, 0.1, 0.5, 1]),
          webhookDoubled: some([0, 0.3, 0.6]),
          webhookDelayed: some([0, 0.2, 0.5]),
          webhookDelayMostMs: some([minute, 30 * minute, 72 * 60 * minute]),
          webhookReordered: some([0, 0.5]),
        }
      : {}),
    ...(faults.has('answers')
      ? {
          answerLost: some([0, 0.02, 0.05]),
          serverError: some([0, 0.02]),
          serverErrorAfterChange: some([0, 0.02]),
          requestsPerSecondMost: dice.pick([null, null, null, 60]),
          answerDelayMs: some([0, 0, 30]),
        }
      : {}),
    ...(faults.has('silent') ? { paymentWithoutEvent: some([0, 0.2, 0.5]) } : {}),
    ...(faults.has('refunds')
      ? {
          refundPending: some([0, 0.2]),
          refundPendingMs: some([5 * minute, 60 * minute]),
          refundFails: some([0, 0.05, 0.2]),
        }
      : {}),
    ...(faults.has('disputes')
      ? { paymentDisputed: some([0, 0.03]), disputeAfterMs: some([minute, 60 * minute]) }
      : {}),
  };
}
