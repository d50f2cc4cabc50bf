import { holdVisitInput } from '#lib/booking/input.ts';
import { isIsoDate } from '#lib/platform/time.ts';

/** What a visitor had chosen before the check, as the address brings it. */
export type Choice = {
  product: string;
  date: string;
  timeslotId: string;
  people: number;
  requestKey: string;
  code?: string;
};

/** Null for anything that the form of the times would not have sent. */
export function readChoice(query: Record<string, string | string[] | undefined>): Choice | null {
  const parsed = holdVisitInput.safeParse(query);
  const { product, date } = query;
  if (!parsed.success || typeof product !== 'string' || !/^[a-z0-9-]{2,40}$/.test(product) || !isIsoDate(date))
    return null;
  const { timeslotId, people, requestKey, code } = parsed.data;
  return { product, date, timeslotId, people, requestKey, ...(code ? { code } : {}) };
}
