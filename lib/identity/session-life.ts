/** How long a session may live at most, and how long without being used, in seconds (OWASP ASVS 7.3.1, 7.3.2). */
export const sessionMostSeconds = 12 * 60 * 60;
export const sessionIdleSeconds = 2 * 60 * 60;

/**
 * The seconds that a session token made now is good for: the idle limit, but never past the end of the working day counted
 * from signing in. Zero when that is over. Instants in epoch seconds.
 */
export function sessionSecondsLeft(signedInAtSeconds: number, nowSeconds: number): number {
  const left = signedInAtSeconds + sessionMostSeconds - nowSeconds;
  return Math.max(0, Math.min(sessionIdleSeconds, left));
}
