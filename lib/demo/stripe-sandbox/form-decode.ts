import { badParameter } from './api-error.ts';

/** A form value as it came: text, or a hash of further values (a list is a hash with numbers as names). */
export type FormValue = string | FormHash;
export type FormHash = Map<string, FormValue>;

const deepest = 8;

/** Reads a form-encoded body or query, whose brackets nest: `a[b][0]=c`, `a[]=c`. */
export function decodeForm(text: string): FormHash {
  const root: FormHash = new Map();
  for (const [name, value] of new URLSearchParams(text)) place(root, pathOf(name), value, name);
  return root;
}

function pathOf(name: string): string[] {
  const [, head, rest] = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(name) ?? [];
  if (head === undefined || rest === undefined)
    throw badParameter(`Invalid parameter name: ${name.slice(0, 100)}`, undefined);
  const inner = [...rest.matchAll(/\[([^[\]]*)\]/g)].map((match) => match[1] ?? '');
  if (inner.length > deepest) throw badParameter(`Too deeply nested: ${name.slice(0, 100)}`, undefined);
  return [head, ...inner];
}

function place(root: FormHash, path: string[], value: string, name: string): void {
  let hash = root;
  for (const [index, step] of path.entries()) {
    const key = step === '' ? String(hash.size) : step;
    if (index === path.length - 1) {
      if (hash.get(key) instanceof Map)
        throw badParameter(`Invalid parameter: ${name.slice(0, 100)}`, name.slice(0, 100));
      hash.set(key, value);
      return;
    }
    const next = hash.get(key) ?? new Map<string, FormValue>();
    if (typeof next === 'string') throw badParameter(`Invalid parameter: ${name.slice(0, 100)}`, name.slice(0, 100));
    hash.set(key, next);
    hash = next;
  }
}
