/** What one simulated client did, as it saw it: what it asked, and what it was told, or that nobody knows. */
export type Entry = {
  n: number;
  client: number;
  op: string;
  input: Record<string, unknown>;
  invokedAt: number;
  endedAt: number;
  /** `ok` and `fail` as answered; `unknown` after a crash, a lost connection or a time-out. */
  outcome: 'ok' | 'fail' | 'unknown';
  value: Record<string, unknown>;
};

export type History = {
  entries: Entry[];
  /** Runs an operation and writes down both ends of it. */
  record(
    client: number,
    op: string,
    input: Record<string, unknown>,
    work: (n: number) => Promise<{ outcome: Entry['outcome']; value: Record<string, unknown> }>,
  ): Promise<Entry>;
  /** How many operations have begun. */
  begun(): number;
};

export function openHistory(): History {
  const entries: Entry[] = [];
  let begun = 0;
  return {
    entries,
    begun: () => begun,
    async record(client, op, input, work) {
      begun += 1;
      const n = begun;
      const invokedAt = performance.now();
      const { outcome, value } = await work(n);
      const entry = { n, client, op, input, invokedAt, endedAt: performance.now(), outcome, value };
      entries.push(entry);
      return entry;
    },
  };
}
