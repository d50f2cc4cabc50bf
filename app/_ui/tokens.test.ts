import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contrast } from './contrast.ts';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const [lightPart = '', darkPart = ''] = css.split('prefers-color-scheme: dark');

function colours(part: string): Record<string, string> {
  return Object.fromEntries(
    [...(part.split('@media print')[0]?.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g) ?? [])].map((match) => [
      match[1],
      match[2],
    ]),
  );
}

describe.each([
  ['light', colours(lightPart)],
  ['dark', colours(darkPart)],
])('%s', (_scheme, tokens) => {
  const of = (name: string) => tokens[name] ?? '#000000';
  it.each(['paper', 'paper-sunk'])('keeps body text at 7:1 or more on %s', (ground) => {
    expect(contrast(of('ink'), of(ground))).toBeGreaterThanOrEqual(7);
  });
  it.each(
    ['stone', 'oxide', 'oxide-deep', 'green', 'amber', 'red'].flatMap((text) =>
      ['paper', 'paper-sunk'].map((ground) => [text, ground] as const),
    ),
  )('keeps %s at 4.5:1 or more on %s', (text, ground) => {
    expect(contrast(of(text), of(ground))).toBeGreaterThanOrEqual(4.5);
  });
  it('keeps the words of a button at 4.5:1 or more', () => {
    expect(contrast(of('on-oxide'), of('oxide'))).toBeGreaterThanOrEqual(4.5);
  });
  it.each(['green', 'amber', 'red'])('keeps the words on a ground of %s at 4.5:1 or more', (state) => {
    expect(contrast(of('on-state'), of(state))).toBeGreaterThanOrEqual(4.5);
  });
  it('keeps the edges of what can be acted on at 3:1 or more', () => {
    expect(contrast(of('edge'), of('paper'))).toBeGreaterThanOrEqual(3);
    expect(contrast(of('edge'), of('paper-field'))).toBeGreaterThanOrEqual(3);
  });
});
