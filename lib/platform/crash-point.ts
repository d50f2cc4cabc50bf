const shared = globalThis as typeof globalThis & { museumCrashPoints?: Map<string, () => void> };

/**
 * A named line at which tests end the work, to prove that what is left half done repairs itself. Does nothing unless a test
 * of this very process has armed it.
 */
export function crashPoint(name: string): void {
  shared.museumCrashPoints?.get(name)?.();
}

/** Arms a crash point once: the next time it is reached, `happen` runs (throw, or end the process). For tests only. */
export function armCrashPoint(name: string, happen: () => void): void {
  shared.museumCrashPoints ??= new Map();
  shared.museumCrashPoints.set(name, () => {
    shared.museumCrashPoints?.delete(name);
    happen();
  });
}
