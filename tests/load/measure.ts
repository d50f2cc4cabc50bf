/** Something whose rate is measured: `work` is one operation, done by one of `clients` that each begin anew when they are done. */
export type Contestant = {
  name: string;
  clients: number;
  work: (client: number) => Promise<void>;
};

/** Rates in operations a second, latencies in milliseconds: medians over the rounds. */
export type Figures = {
  name: string;
  clients: number;
  perSecond: number;
  p50Ms: number;
  p95Ms: number;
  p99Ms: number;
  /** Rate against the first contestant's in the same round. */
  ratio: number;
  /** 99th percentile against the first contestant's in the same round. */
  p99Ratio: number;
  rounds: number[];
};

type Round = { perSecond: number; p50Ms: number; p95Ms: number; p99Ms: number };

/** Round after round, each contestant in turn (A/B/A/B), so that a machine that grows slower does so for all of them. */
export async function interleave(
  contestants: readonly Contestant[],
  options: { rounds: number; seconds: number; warmSeconds: number; say: (line: string) => void },
): Promise<Figures[]> {
  const measured = contestants.map((): Round[] => []);
  for (let round = 1; round <= options.rounds; round += 1) {
    for (const [index, contestant] of contestants.entries()) {
      await run(contestant, round === 1 ? options.warmSeconds : options.warmSeconds / 4);
      const result = await run(contestant, options.seconds);
      measured[index]?.push(result);
      options.say(
        `  round ${round}/${options.rounds}  ${contestant.name}, ${contestant.clients} clients: ${Math.round(result.perSecond)}/s`,
      );
    }
  }
  const limits = measured[0] ?? [];
  return contestants.map(({ name, clients }, index): Figures => {
    const rounds = measured[index] ?? [];
    const of = (key: keyof Round) => median(rounds.map((round) => round[key]));
    const against = (key: keyof Round) => median(rounds.map((round, nth) => round[key] / (limits[nth]?.[key] ?? 1)));
    return {
      name,
      clients,
      perSecond: of('perSecond'),
      p50Ms: of('p50Ms'),
      p95Ms: of('p95Ms'),
      p99Ms: of('p99Ms'),
      ratio: against('perSecond'),
      p99Ratio: against('p99Ms'),
      rounds: rounds.map((round) => round.perSecond),
    };
  });
}

async function run({ clients, work }: Contestant, seconds: number): Promise<Round> {
  const took: number[] = [];
  const begin = performance.now();
  const end = begin + seconds * 1000;
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      for (let from = performance.now(); from < end; ) {
        await work(client);
        const now = performance.now();
        took.push(now - from);
        from = now;
      }
    }),
  );
  const elapsed = (performance.now() - begin) / 1000;
  took.sort((a, b) => a - b);
  const at = (share: number) => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0;
  return { perSecond: took.length / elapsed, p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99) };
}

/** The middle of the values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
