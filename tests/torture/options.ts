import { parseArgs } from 'node:util';

/** What a run may do to the museum; `--faults all`, `none`, or some of these with commas. */
export const faultNames = [
  'webhooks',
  'answers',
  'silent',
  'refunds',
  'disputes',
  'clock',
  'crashes',
  'postgres',
] as const;
export type FaultName = (typeof faultNames)[number];
export const scenarios = ['mixed', 'payments', 'cancellation', 'ledger'] as const;
export type Scenario = (typeof scenarios)[number];

export type Options = {
  scenario: Scenario;
  seed: number;
  seeds: number;
  ops: number;
  clients: number;
  faults: ReadonlySet<FaultName>;
  json: string | null;
  /** The control: the database is spoilt before it is looked at, and that must be found out. */
  isTamperedWith: boolean;
};

const defaultOps: Record<Scenario, number> = { mixed: 20_000, payments: 10_000, cancellation: 10_000, ledger: 100_000 };

/** Reads the command line; a sentence when it asks for something there is not. */
export function readOptions(args: string[]): Options | string {
  const { values } = parseArgs({
    args,
    options: {
      scenario: { type: 'string', default: 'mixed' },
      seed: { type: 'string', default: '1' },
      seeds: { type: 'string', default: '1' },
      ops: { type: 'string' },
      clients: { type: 'string', default: '64' },
      faults: { type: 'string', default: 'all' },
      json: { type: 'string' },
      tamper: { type: 'boolean', default: false },
    },
  });
  const scenario = scenarios.find((name) => name === values.scenario);
  if (!scenario) return `There is no scenario "${values.scenario}": ${scenarios.join(', ')}.`;
  const wanted = values.faults === 'all' ? faultNames : values.faults === 'none' ? [] : values.faults.split(',');
  const unknown = wanted.find((name) => !faultNames.some((known) => known === name));
  if (unknown) return `There is no fault "${unknown}": all, none, or of ${faultNames.join(',')}.`;
  const counts = {
    seed: values.seed,
    seeds: values.seeds,
    ops: values.ops ?? String(defaultOps[scenario]),
    clients: values.clients,
  };
  for (const [name, text] of Object.entries(counts)) {
    if (!/^[1-9]\d{0,8}$/.test(text)) return `--${name} must be a whole number from 1.`;
  }
  return {
    scenario,
    seed: Number(counts.seed),
    seeds: Number(counts.seeds),
    ops: Number(counts.ops),
    clients: Number(counts.clients),
    faults: new Set(wanted as FaultName[]),
    json: values.json ?? null,
    isTamperedWith: values.tamper,
  };
}
