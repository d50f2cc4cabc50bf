import { median } from '../measure.ts';

/** What is read of a judgement. Lighthouse's own types bring those of the whole developer tools with them. */
type Judgement = {
  lhr: {
    runtimeError?: { message: string };
    environment: { benchmarkIndex: number };
    audits: Record<string, { title: string; score: number | null; numericValue?: number }>;
    categories: Record<string, { id: string; score: number | null; auditRefs: { id: string; weight: number }[] }>;
  };
};
type Judge = (url: string, flags: object, config: object) => Promise<Judgement | undefined>;

const judgeName: string = 'lighthouse';

const categories = ['performance', 'accessibility', 'best-practices', 'seo'] as const;
type Category = (typeof categories)[number];

/** Lighthouse's scores of 100, medians of the rounds, and what it measured on its simulated phone. */
export type Score = {
  scores: Record<Category, number>;
  lcpMs: number;
  cls: number;
  tbtMs: number;
  /** How fast the machine was at that moment: below 1,000 the performance scores mean little. */
  benchmarkIndex: number;
  /** What was not perfect in the last round. */
  complaints: string[];
};

type Round = Pick<Score, 'scores' | 'lcpMs' | 'cls' | 'tbtMs' | 'benchmarkIndex' | 'complaints'>;

/**
 * Judges a page in the browser whose debugging port this is, as a slow phone sees it. A page behind a secret link says that it
 * must not be found: with `isSecret` the one audit that asks for the contrary is left out.
 */
export async function scorePage(port: number, url: string, isSecret: boolean): Promise<Round> {
  const { default: judge } = (await import(judgeName)) as { default: Judge };
  const result = await judge(
    url,
    { port, output: 'json', logLevel: 'error', onlyCategories: [...categories] },
    { extends: 'lighthouse:default', settings: { skipAudits: isSecret ? ['is-crawlable'] : [] } },
  );
  if (!result) throw new Error(`Lighthouse said nothing of ${url}`);
  const { lhr } = result;
  if (lhr.runtimeError) throw new Error(`Lighthouse of ${url}: ${lhr.runtimeError.message}`);
  const of = (audit: string) => lhr.audits[audit]?.numericValue ?? Number.NaN;
  return {
    scores: Object.fromEntries(
      categories.map((category) => [category, Math.round((lhr.categories[category]?.score ?? 0) * 100)]),
    ) as Record<Category, number>,
    lcpMs: of('largest-contentful-paint'),
    cls: of('cumulative-layout-shift'),
    tbtMs: of('total-blocking-time'),
    benchmarkIndex: lhr.environment.benchmarkIndex,
    complaints: Object.values(lhr.categories).flatMap((category) =>
      category.auditRefs
        .filter(({ id, weight }) => weight > 0 && (lhr.audits[id]?.score ?? 1) < 1)
        .map(({ id }) => `${category.id}: ${lhr.audits[id]?.title} (${id})`),
    ),
  };
}

/** The median of each figure; the complaints of the last round. */
export function medianScore(rounds: readonly Round[]): Score {
  const of = (read: (round: Round) => number) => median(rounds.map(read));
  return {
    scores: Object.fromEntries(
      categories.map((category) => [category, of((round) => round.scores[category])]),
    ) as Record<Category, number>,
    lcpMs: of((round) => round.lcpMs),
    cls: of((round) => round.cls),
    tbtMs: of((round) => round.tbtMs),
    benchmarkIndex: of((round) => round.benchmarkIndex),
    complaints: rounds.at(-1)?.complaints ?? [],
  };
}
