import { readParams, type Table, type Values } from '../fields.ts';
import type { FormHash } from '../form-decode.ts';
import type { Cause, World } from '../world.ts';

type Request<T extends Table> = { world: World; params: Values<T>; ids: string[]; cause: Cause };

/** One address of the API: what it takes (the table), and what it does. */
export type Endpoint = {
  method: 'GET' | 'POST';
  pattern: RegExp;
  prepare(world: World, form: FormHash, ids: string[]): { expand: string[]; answer(cause: Cause): object };
};

/** `path` names ids with a colon: `/v1/refunds/:refund`. Parameters are checked before anything is done. */
export function endpoint<T extends Table>(
  method: 'GET' | 'POST',
  path: string,
  table: T,
  work: (request: Request<T>) => object,
): Endpoint {
  return {
    method,
    pattern: new RegExp(`^${path.replaceAll(/:\w+/g, '([^/]{1,255})').replaceAll('.', '\\.')}$`),
    prepare(world, form, ids) {
      const params = readParams(table, form);
      const { expand } = params as { expand?: string[] };
      return { expand: expand ?? [], answer: (cause) => work({ world, params, ids, cause }) };
    },
  };
}
