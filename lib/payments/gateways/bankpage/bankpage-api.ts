import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { isInsideTransaction } from '#db/client.ts';
import type { ProviderFailure } from '../../provider.ts';

export type BankSettings = { merchant: string; secret: string; apiBase: string };

/** The bank's error codes that mean something to us. */
export const bankError = { none: 0, numberUsed: 1, unknownOrder: 6, notInThisState: 7, tryAgain: 99 } as const;

const patienceMs = 10_000;

/** The bank's signature: HMAC-SHA256 over `name=value;` of every field that is not empty, sorted by name, in capitals. */
export function signatureOf(fields: Iterable<[string, string]>, secret: string): string {
  const text = [...fields]
    .filter(([name, value]) => name !== 'sign' && value !== '')
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `${name}=${value};`)
    .join('');
  return createHmac('sha256', secret).update(text).digest('hex').toUpperCase();
}

/**
 * Asks the bank one thing, outside any transaction. No answer, a broken one and "system error" leave open whether it happened:
 * ask again. Any other error code is final, and becomes the reason; an order that the bank does not know is `resource_missing`.
 */
export async function askBank<Shape extends z.ZodType>(
  settings: BankSettings,
  method: string,
  fields: Record<string, string>,
  shape: Shape,
): Promise<{ ok: true; answer: z.output<Shape> } | ProviderFailure> {
  if (isInsideTransaction()) throw new Error('no call to a payment gateway inside a transaction');
  const form = new URLSearchParams({ merchant: settings.merchant, ...fields });
  form.set('sign', signatureOf(form, settings.secret));
  const answer = await post(new URL(`/payment/rest/${method}.do`, settings.apiBase), form);
  const code = z.object({ errorCode: z.int() }).safeParse(answer).data?.errorCode;
  if (code === undefined || code === bankError.tryAgain) return { ok: false, code: 'provider_unavailable' };
  if (code === bankError.unknownOrder) return { ok: false, code: 'provider_refused', reason: 'resource_missing' };
  if (code !== bankError.none) return { ok: false, code: 'provider_refused', reason: `bank_${code}` };
  const read = shape.safeParse(answer);
  return read.success ? { ok: true, answer: read.data } : { ok: false, code: 'provider_unavailable' };
}

async function post(address: URL, form: URLSearchParams): Promise<unknown> {
  try {
    const response = await fetch(address, {
      method: 'POST',
      body: form,
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
    });
    if (response.ok) return await response.json();
    await response.body?.cancel();
  } catch {
    // Nobody listens, the line broke, or the answer is no JSON: all the same to us.
  }
  return null;
}
