import { globSync, readFileSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { armCrashPoint, crashPoint, crashPoints } from './crash-point.ts';

const before = process.env.NODE_ENV;
afterEach(() => {
  Object.assign(process.env, { NODE_ENV: before });
});

it('has a line in the code for every name, and no name twice', () => {
  const lines = globSync('lib/**/*.ts', { exclude: ['**/*.test.ts'] }).flatMap((file) => [
    ...readFileSync(file, 'utf8').matchAll(/^\s*crashPoint\('([\w.]+)'\);$/gm),
  ]);
  expect(lines.map(([, name]) => name).sort()).toEqual([...crashPoints].sort());
});

it('happens once where it is armed', () => {
  let happened = 0;
  armCrashPoint('hold.before_flush', () => {
    happened += 1;
  });
  crashPoint('hold.after_flush');
  expect(happened).toBe(0);
  crashPoint('hold.before_flush');
  crashPoint('hold.before_flush');
  expect(happened).toBe(1);
});

it('is never armed in production', () => {
  Object.assign(process.env, { NODE_ENV: 'production' });
  expect(() => armCrashPoint('hold.before_flush', () => undefined)).toThrow();
});
