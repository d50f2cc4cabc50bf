import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findLockHolder, takeOwnerLock } from './owner-lock.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
  file = join(folder, 'lock');
});
afterEach(() => rmSync(folder, { recursive: true }));

function take(path: string) {
  const result = takeOwnerLock(path);
  if (!result.ok) throw new Error('refused');
  return result;
}

test('the second is told who holds it and where', () => {
  const { lock } = take(file);
  lock.setNote('http://localhost:3000');
  expect(takeOwnerLock(file)).toEqual({ ok: false, code: 'held', pid: process.pid, note: 'http://localhost:3000' });
  expect(findLockHolder(file)?.pid).toBe(process.pid);
  lock.release();
  expect(existsSync(file)).toBe(false);
  take(file).lock.release();
});

test('a killed holder leaves its living children to the next', () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  try {
    take(file).lock.remember(child.pid as number);
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    const content = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...content, pid: dead, birth: 'gone' }));
    expect(findLockHolder(file)).toBeNull();
    expect(take(file).orphans.map(({ pid }) => pid)).toEqual([child.pid]);
  } finally {
    child.kill('SIGKILL');
  }
});

test('an id used again by another process does not hold the lock', () => {
  writeFileSync(file, JSON.stringify({ pid: process.pid, birth: 'earlier', children: [], note: '' }));
  expect(takeOwnerLock(file).ok).toBe(true);
});

test('a lock half written is taken over', () => {
  writeFileSync(file, '{"pid":');
  expect(takeOwnerLock(file).ok).toBe(true);
});
