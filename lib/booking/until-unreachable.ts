/**
 * Does the same with each of a list, five at a time, and ends early when all of five failed: while a provider is out of reach,
 * each call waits for its time-out, and the sweeper has other things to tidy. The rest is found again at the next run. One that
 * throws holds up no other: its error is thrown when the list is done.
 */
export async function untilUnreachable<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<boolean>,
): Promise<boolean[]> {
  const answers: boolean[] = [];
  const errors: unknown[] = [];
  const apart = async (item: Item): Promise<boolean> => {
    try {
      return await work(item);
    } catch (error) {
      errors.push(error);
      return false;
    }
  };
  for (let at = 0; at < items.length; at += 5) {
    const five = await Promise.all(items.slice(at, at + 5).map(apart));
    answers.push(...five);
    if (five.length === 5 && !five.includes(true)) break;
  }
  if (errors.length > 0) throw errors[0];
  return answers;
}

/**
 * Takes batch after batch and works it off, until one is not full, nothing of one succeeded, or the time is over (`until`, by
 * performance.now()): what ten thousand lost messages left behind is done in minutes, and not fifty a minute. The first batch is
 * always done.
 */
export async function drain<Item>(
  take: (last: Item | null) => Promise<Item[]>,
  work: (item: Item) => Promise<boolean>,
  options: { until: number; full: number },
): Promise<{ done: number; failed: number }> {
  const total = { done: 0, failed: 0 };
  let last: Item | null = null;
  for (;;) {
    const batch: Item[] = await take(last);
    const answers = await untilUnreachable(batch, work);
    const done = answers.filter((isDone) => isDone).length;
    total.done += done;
    total.failed += answers.length - done;
    last = batch.at(-1) ?? null;
    if (batch.length < options.full || done === 0 || performance.now() > options.until) return total;
  }
}
