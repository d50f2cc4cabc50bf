const atOnce = 256;

/**
 * Works until a number is found whose SHA-256 with the challenge begins with so many zero bits: about 2^bits tries, some seconds on
 * a phone. Null where the browser has no digest of its own (a site without https). The page stays responsive meanwhile.
 */
export async function findSolution(challenge: string, bits: number): Promise<string | null> {
  const { subtle } = globalThis.crypto ?? {};
  if (!subtle) return null;
  const encoder = new TextEncoder();
  for (let from = 0; from < 2 ** Math.min(34, bits + 6); from += atOnce) {
    const tries = Array.from({ length: atOnce }, (_, n) => String(from + n));
    const digests = await Promise.all(
      tries.map((one) => subtle.digest('SHA-256', encoder.encode(`${challenge}.${one}`))),
    );
    const index = digests.findIndex((digest) => bits === 0 || new DataView(digest).getUint32(0) >>> (32 - bits) === 0);
    if (index >= 0) return tries[index] ?? null;
  }
  return null;
}
