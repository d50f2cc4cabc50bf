/**
 * Keeps one ticket held to a reader from being scanned many times: the same code counts again only after it has been away
 * for `awayMs`. Another code counts at once. Returns true when a reading is new.
 */
export function repeatGuard(awayMs: number): (code: string, nowMs: number) => boolean {
  let last: { code: string; seenAtMs: number } | null = null;
  return (code, nowMs) => {
    const isRepeat = last?.code === code && nowMs - last.seenAtMs < awayMs;
    last = { code, seenAtMs: nowMs };
    return !isRepeat;
  };
}
