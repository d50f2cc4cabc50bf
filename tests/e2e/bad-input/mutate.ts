/** A random source that gives the same numbers for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const oddTexts = [
  '',
  '0',
  '-1',
  '1e309',
  '99999999999999999999',
  'null',
  'true',
  '[]',
  '{"a":1}',
  '\u0000',
  '\r\nSet-Cookie: a=b',
  '\u202eمرحبا',
  '👩‍🦽🎟️',
  '\ud800',
  `' or 1=1 --`,
  '<script>alert(1)</script>',
  '%00%ff',
  '../../etc/passwd',
  '{{7*7}}',
  '$@1',
  '$ACTION_ID_x',
  'x'.repeat(5000),
];

/** One to three random changes of a body: of a field, of what stands in it, of the bytes themselves. */
export function mutate(body: string, random: () => number): string {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const at = (text: string) => Math.floor(random() * (text.length + 1));
  const changes: ((text: string) => string)[] = [
    (text) => replaceValue(text, pick(oddTexts), random),
    (text) => replaceValue(text, pick(oddTexts), random),
    (text) => text.slice(0, at(text)),
    (text) => text + text,
    (text) => {
      const from = at(text);
      return text.slice(0, from) + pick(oddTexts) + text.slice(from);
    },
    (text) => {
      const from = at(text);
      return text.slice(0, from) + text.slice(from + 1 + Math.floor(random() * 20));
    },
    (text) => {
      const from = at(text);
      return text.slice(0, from) + String.fromCharCode(Math.floor(random() * 0x250)) + text.slice(from + 1);
    },
  ];
  let mutated = body;
  for (let left = 1 + Math.floor(random() * 3); left > 0; left -= 1) mutated = pick(changes)(mutated);
  return mutated;
}

// The value after one of the equals signs of a plain form, or after one of the blank lines of a form in parts.
function replaceValue(body: string, value: string, random: () => number): string {
  const isInParts = body.startsWith('--');
  const values = [...body.matchAll(isInParts ? /\r\n\r\n([^\r]*)/g : /=([^&]*)/g)];
  const chosen = values[Math.floor(random() * values.length)];
  if (!chosen) return body + value;
  const [whole, inner = ''] = chosen;
  const from = chosen.index + whole.length - inner.length;
  return (
    body.slice(0, from) +
    (isInParts ? value : encodeURIComponent(value.toWellFormed())) +
    body.slice(from + inner.length)
  );
}
