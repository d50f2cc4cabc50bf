import { counterFields, type TypedProof, type WrongFields } from '#lib/payments/counter.ts';

type One = (name: string) => string | undefined;

/** What of a form was typed as the proof of money over the counter. */
export function typedProof(form: FormData): TypedProof {
  const typed: TypedProof = {};
  for (const name of counterFields) {
    const value = form.get(name);
    if (typeof value === 'string') typed[name] = value.slice(0, 100);
  }
  return typed;
}

/** Takes what was typed, and what is wrong with it, back to the page: nothing of it is secret or personal. */
export function proofQuery(typed: TypedProof, wrong: WrongFields = {}): Record<string, string | undefined> {
  const said = Object.entries(wrong).map(([name, problem]) => `${name}.${problem}`);
  return { ...typed, wrong: said.join(' ') || undefined };
}

/** Reads it off the address again. `wrong` has the keys of the words of what is wrong; only known fields count. */
export function readProofQuery(one: One): { typed: TypedProof; wrong: Partial<Record<keyof TypedProof, string>> } {
  const typed: TypedProof = {};
  const wrong: Partial<Record<keyof TypedProof, string>> = {};
  const said = (one('wrong') ?? '').split(' ');
  for (const name of counterFields) {
    typed[name] = one(name)?.slice(0, 100);
    wrong[name] = said.find((key) => /^\w{1,20}\.\w{1,20}$/.test(key) && key.startsWith(`${name}.`));
  }
  return { typed, wrong };
}
