import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { ApiError } from '../api-error.ts';
import type { World } from '../world.ts';

export type ApiAnswer = {
  status: number;
  body: string;
  headers: Record<string, string>;
  /** The fault "answer lost": the change is made, the connection breaks. */
  isLost?: boolean;
};
/** What a running API remembers between requests: keys in use, and the requests of the running second. */
export type ApiMemory = { keysInUse: Set<string>; second: number; requests: number };

const keptForMs = 24 * 3_600_000;
const serverError = new ApiError(500, 'api_error', 'An unknown error occurred. The sandbox was asked to fail here.');

/** A change under an idempotency key: `form` is the body as it came. */
type Keyed = { key: string; path: string; form: string; requestId: string };

/** Does the work once for its idempotency key; the second time it answers what it answered the first time. */
export async function answerOnce(
  world: World,
  memory: ApiMemory,
  keyed: Keyed,
  headers: Record<string, string>,
  work: () => object,
): Promise<ApiAnswer> {
  const { store, faults, clock } = world;
  const { key, requestId } = keyed;
  if (memory.keysInUse.has(key)) {
    throw new ApiError(
      409,
      'idempotency_error',
      `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
      { code: 'idempotency_key_in_use' },
    );
  }
  memory.keysInUse.add(key);
  try {
    const { answerDelayMs } = faults.current();
    if (answerDelayMs > 0) await wait(answerDelayMs);
    const fingerprint = createHash('sha256').update(`${keyed.path}\n${keyed.form}`).digest('hex');
    const before = store.findAnswer(key, clock.now() - keptForMs);
    const echo = { ...headers, 'idempotency-key': key };
    if (before) {
      if (before.fingerprint !== fingerprint) {
        throw new ApiError(
          400,
          'idempotency_error',
          `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
        );
      }
      const again = { ...echo, 'original-request': before.requestId, 'idempotent-replayed': 'true' };
      return finish(world, again, { status: before.status, body: before.body });
    }
    const answer = store.atomically(() => {
      const made = change(world, work);
      store.keepAnswer(key, { ...made, fingerprint, requestId }, clock.now());
      return made;
    });
    return finish(world, { ...echo, 'original-request': requestId }, answer);
  } finally {
    memory.keysInUse.delete(key);
  }
}

/** Makes a change and says the answer to keep: also a refusal, once the parameters were right. Wrong parameters are thrown and not kept. */
export function change(world: World, work: () => object): { status: number; body: string } {
  try {
    if (world.faults.strikes('serverError')) throw serverError;
    const answer = { status: 200, body: JSON.stringify(work()) };
    return world.faults.strikes('serverErrorAfterChange')
      ? { status: 500, body: JSON.stringify(serverError.body()) }
      : answer;
  } catch (error) {
    if (!(error instanceof ApiError) || error.facts.isValidation) throw error;
    return { status: error.status, body: JSON.stringify(error.body()) };
  }
}

/** The answer as it goes out, or gets lost. */
export function finish(
  world: World,
  headers: Record<string, string>,
  answer: { status: number; body: string },
): ApiAnswer {
  return { ...answer, headers, isLost: answer.status === 200 && world.faults.strikes('answerLost') };
}
