import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadKeyringSync, loadOrCreateKeyring } from './keyring.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyring-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('is made once, readable by its owner only, and stays', () => {
  const made = loadOrCreateKeyring(folder);
  expect(loadOrCreateKeyring(folder)).toEqual(made);
  expect(loadKeyringSync(folder)).toEqual(made);
  expect(statSync(join(folder, 'keyring.json')).mode & 0o777).toBe(0o600);
  expect(Buffer.from(made.linkSecret, 'base64url')).toHaveLength(32);
  expect(made.nextAuthSecret.length).toBeGreaterThanOrEqual(32);
});

test('its ticket key signs and verifies', () => {
  const key = loadOrCreateKeyring(folder).ticketKeys[0];
  if (!key) throw new Error('no key');
  const privateKey = createPrivateKey({ key: Buffer.from(key.privateKey, 'base64url'), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key.publicKey }, format: 'jwk' });
  const message = Buffer.from('one ticket');
  expect(verify(null, message, publicKey, sign(null, message, privateKey))).toBe(true);
  expect(Buffer.from(key.publicKey, 'base64url')).toHaveLength(32);
});

test('a keyring of an older version gains what is new and loses nothing', () => {
  const made = loadOrCreateKeyring(folder);
  const { serverActionsKey: _, ...older } = made;
  writeFileSync(join(folder, 'keyring.json'), JSON.stringify(older));
  const completed = loadOrCreateKeyring(folder);
  expect(completed).toMatchObject(older);
  expect(JSON.parse(readFileSync(join(folder, 'keyring.json'), 'utf8'))).toEqual(completed);
});

test('a damaged keyring is never replaced, a missing one is said', () => {
  expect(() => loadKeyringSync(folder)).toThrow('no keyring');
  writeFileSync(join(folder, 'keyring.json'), '{}');
  expect(() => loadOrCreateKeyring(folder)).toThrow('damaged');
  expect(readFileSync(join(folder, 'keyring.json'), 'utf8')).toBe('{}');
});
