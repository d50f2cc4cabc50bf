import { badParameter } from '../api-error.ts';
import type { World } from '../world.ts';

/** Which kind of object stands behind a field that is an id until it is expanded. */
const expandable: Record<string, Record<string, string>> = {
  'checkout.session': { payment_intent: 'payment_intent' },
  payment_intent: { latest_charge: 'charge' },
  charge: {
    balance_transaction: 'balance_transaction',
    payment_intent: 'payment_intent',
    failure_balance_transaction: 'balance_transaction',
  },
  refund: {
    charge: 'charge',
    payment_intent: 'payment_intent',
    balance_transaction: 'balance_transaction',
    failure_balance_transaction: 'balance_transaction',
  },
  dispute: { charge: 'charge', payment_intent: 'payment_intent' },
  balance_transaction: { source: '*' },
};
const sources = ['charge', 'refund', 'dispute'];
const deepest = 4;

/** The same answer with the asked fields whole. `special` serves what is not an id: line items, refunds of a charge. */
export function expandAnswer(
  world: World,
  answer: object,
  paths: string[],
  special: (object: Record<string, unknown>, field: string) => unknown,
): object {
  let result = answer;
  for (const [index, path] of paths.entries()) {
    const steps = path.split('.');
    if (steps.length > deepest + (steps[0] === 'data' ? 1 : 0)) {
      throw badParameter('You cannot expand more than 4 levels of a property.', `expand[${index}]`);
    }
    result = along(result as Record<string, unknown>, steps, path, `expand[${index}]`);
  }
  return result;

  function along(
    object: Record<string, unknown>,
    steps: string[],
    path: string,
    param: string,
  ): Record<string, unknown> {
    const [field, ...rest] = steps;
    if (field === undefined) return object;
    if (object.object === 'list' && field === 'data' && Array.isArray(object.data)) {
      return { ...object, data: object.data.map((item) => along(item, rest, path, param)) };
    }
    const whole = wholeOf(object, field);
    if (whole === undefined) {
      throw badParameter(`This property cannot be expanded (${path}).`, param);
    }
    if (whole === null) return object;
    return { ...object, [field]: rest.length === 0 ? whole : along(whole, rest, path, param) };
  }

  /** Undefined: no such field can be expanded; null: there is nothing to expand. */
  function wholeOf(object: Record<string, unknown>, field: string): Record<string, unknown> | null | undefined {
    const added = special(object, field);
    if (added !== undefined) return added as Record<string, unknown>;
    const fields = expandable[String(object.object)];
    const kind = fields && Object.hasOwn(fields, field) ? fields[field] : undefined;
    if (!kind) return undefined;
    const current = object[field];
    if (current === null || current === undefined) return null;
    if (typeof current !== 'string') return current as Record<string, unknown>;
    for (const one of kind === '*' ? sources : [kind]) {
      const found = world.store.find<Record<string, unknown>>(one, current);
      if (found) return found.body;
    }
    return null;
  }
}
