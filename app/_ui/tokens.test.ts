import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contrast } from './contrast.ts';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const [lightCss = '', rest = ''] = css.split('@media (prefers-color-scheme: dark)');
const [darkCss = '', printCss = ''] = rest.split('@media print');

const coloursIn = (text: string): Record<string, string> =>
  Object.fromEntries([...text.matchAll(/--([a-z-]+):\s*(#[0-9a-f]{6})\b/g)].map((match) => [match[1], match[2]]));

const themes = { light: coloursIn(lightCss), dark: coloursIn(darkCss), print: coloursIn(printCss) };
const grounds = ['paper', 'paper-field', 'paper-sunk'];
const words = ['stone', 'oxide', 'oxide-deep', 'green', 'amber', 'red'];

describe.each(Object.entries(themes))('the colours of %s', (_name, colours) => {
  const between = (one: string, other: string) => contrast(colours[one] ?? '', colours[other] ?? '');

  it('are the same set in every theme', () => {
    expect(Object.keys(colours).sort()).toEqual(Object.keys(themes.light).sort());
  });

  it.each(grounds)('body text on %s reaches 7:1', (ground) => {
    expect(between('ink', ground)).toBeGreaterThanOrEqual(7);
  });

  it.each(grounds.flatMap((ground) => words.map((word) => [word, ground] as const)))(
    '%s on %s reaches 4.5:1',
    (word, ground) => {
      expect(between(word, ground)).toBeGreaterThanOrEqual(4.5);
    },
  );

  it.each([
    ['on-oxide', 'oxide'],
    ['on-oxide', 'oxide-deep'],
    ['on-state', 'green'],
    ['on-state', 'amber'],
    ['on-state', 'red'],
  ])('%s on %s reaches 4.5:1', (text, ground) => {
    expect(between(text, ground)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(grounds)('the edge of a control on %s reaches 3:1', (ground) => {
    expect(between('edge', ground)).toBeGreaterThanOrEqual(3);
  });
});

describe('a ticket', () => {
  it.each(Object.entries(themes))('is black on white in %s', (_name, colours) => {
    expect([colours['ticket-ink'], colours['ticket-ground']]).toEqual(['#000000', '#ffffff']);
    expect(contrast(colours['ticket-soft'] ?? '', '#ffffff')).toBeGreaterThanOrEqual(7);
    expect(contrast(colours['ticket-edge'] ?? '', '#ffffff')).toBeGreaterThanOrEqual(3);
  });
});

describe('the styles', () => {
  it('name no colour that is not a token', () => {
    const folder = new URL('./styles/', import.meta.url);
    const named = readdirSync(folder).flatMap((file) =>
      [...readFileSync(new URL(file, folder), 'utf8').matchAll(/#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(/gi)].map(
        ([colour]) => `${file}: ${colour}`,
      ),
    );
    expect(named).toEqual([]);
  });
});

describe('the scales', () => {
  it('have six type sizes and nine spaces', () => {
    expect([...css.matchAll(/--size-[a-z]+:/g)]).toHaveLength(6);
    expect([...css.matchAll(/--space-\d:/g)]).toHaveLength(9);
  });
});

describe('contrast', () => {
  it('is 21 for black on white and 1 for the same', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#8a2b1d', '#8a2b1d')).toBe(1);
  });
});
