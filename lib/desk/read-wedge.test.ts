import { describe, expect, it } from 'vitest';
import { type KeyStroke, mendWedge, readWedge } from './read-wedge.ts';

const us: Record<string, [string, boolean]> = {
  ':': ['Semicolon', true],
  $: ['Digit4', true],
  '%': ['Digit5', true],
  '*': ['Digit8', true],
  '+': ['Equal', true],
  '-': ['Minus', false],
  '.': ['Period', false],
  '/': ['Slash', false],
  ' ': ['Space', false],
};

/** The strokes of a scanner on a US keyboard, as a Russian layout reports them. */
function strokesOf(text: string): KeyStroke[] {
  return [...text].map((character) => {
    const [code, isShifted] = us[character] ?? [
      /\d/.test(character) ? `Digit${character}` : `Key${character}`,
      !/\d/.test(character),
    ];
    return { code, key: 'ы', isShifted };
  });
}

const token = `MV:${'A0B $%*+-./:'.repeat(4)}`;

describe('hand scanner', () => {
  it('is understood whatever keyboard layout is chosen', () => {
    expect(readWedge(strokesOf(token))).toBe(token);
    expect(mendWedge('ЬМЖФ0И', strokesOf(token))).toBe(token);
  });
  it('is believed when the text is right as it stands', () => expect(mendWedge(token, [])).toBe(token));
  it('leaves what a person types alone', () => expect(mendWedge('əliyev', strokesOf('MV:A'))).toBe('əliyev'));
  it('gives up on keys that write nothing', () =>
    expect(readWedge([{ code: 'F5', key: 'F5', isShifted: false }])).toBeNull());
});
