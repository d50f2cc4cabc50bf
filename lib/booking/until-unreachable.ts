/**
 * Does the same with each of a list, five at a time, and ends early when all of five failed: while a provider is out of reach,
 * each call waits for its time-out, and the sweeper has other things to tidy. The rest is found again at the next run.
 */
export async function untilUnreachable<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<boolean>,
): Promise<boolean[]> {
  const answers: boolean[] = [];
  for (let at = 0; at < items.length; at += 5) {
    const five = await Promise.all(items.slice(at, at + 5).map(work));
    answers.push(...five);
    if (five.length === 5 && !five.includes(true)) break;
  }
  return answers;
}
