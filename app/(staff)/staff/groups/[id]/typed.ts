import type { SearchParams } from '#app/(staff)/search-params.ts';

/** What was typed and picked, and what became of it: stands in the address, so that a refusal loses nothing. */
export type Typed = {
  done?: string;
  refused?: string;
  about?: string;
  words: string;
  picked: readonly string[];
  around?: string;
  time?: string;
  one: (name: string) => string | undefined;
};

export async function readTyped(searchParams: SearchParams): Promise<Typed> {
  const given = await searchParams;
  const one = (name: string) => {
    const value = given[name];
    return (Array.isArray(value) ? value[0] : value) || undefined;
  };
  return {
    one,
    done: codeOf(one('done')),
    refused: codeOf(one('refused')),
    about: one('about'),
    words: (one('words') ?? '').slice(0, 1000),
    picked: [given.pick ?? []].flat().slice(0, 9),
    around: one('around'),
    time: one('time'),
  };
}

/** A code that an address carries, if it is written like one of ours. */
export function codeOf(text: string | undefined): string | undefined {
  return text && /^[a-z]+(_[a-z]+)*$/.test(text) && !(text in {}) ? text : undefined;
}
