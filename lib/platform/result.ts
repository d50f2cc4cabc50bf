/** An expected refusal: returned, never thrown. `code` is snake_case; its words stand in the message files. */
export type Refusal<Code extends string = string, Facts extends object = object> = { ok: false; code: Code } & Facts;

/** A promise of the type system: every case was handled. */
export function unreachable(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`);
}

/** Turns a bug's "missing" into an exception that names it. */
export function required<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`missing: ${what}`);
  return value;
}
