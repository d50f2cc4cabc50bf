import { generateKeyPairSync, randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

/** An Ed25519 pair that signs tickets: `publicKey` raw (32 bytes), `privateKey` PKCS #8, both base64url. */
export type TicketKey = { keyId: number; publicKey: string; privateKey: string; createdAt: string };

/** The secrets that an installation makes for itself at its first start. They live in DATA_DIR, never in the database. */
export type Keyring = {
  /** Signs staff sessions, unless NEXTAUTH_SECRET is set. */
  nextAuthSecret: string;
  /** Makes the secret part of order links: 32 bytes, base64url. */
  linkSecret: string;
  /** The password of the database role as which the app connects. */
  appRolePassword: string;
  /** Closes what server actions carry through the browser: 32 bytes, base64. */
  serverActionsKey: string;
  /** Secrets of the stand-in for Stripe. */
  sandboxSecretKey: string;
  sandboxWebhookSecret: string;
  /** The secret of the stand-in for a bank. */
  sandboxBankSecret: string;
  /** Newest last: it signs. The older ones still verify. */
  ticketKeys: TicketKey[];
};

/** Reads the keyring of an installation, making it (mode 0600, all at once) when there is none. Starters may race. */
export function loadOrCreateKeyring(dataDir: string): Keyring {
  const file = join(dataDir, 'keyring.json');
  const existing = read(file);
  if (existing) {
    const completed = { ...newKeyring(), ...existing };
    if (Object.keys(completed).length !== Object.keys(existing).length) renameSync(writeAside(file, completed), file);
    return completed;
  }
  mkdirSync(dataDir, { recursive: true });
  const aside = writeAside(file, newKeyring());
  try {
    linkSync(aside, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
  return loadKeyringSync(dataDir);
}

/** Reads the keyring that the start made. Throws when there is none. */
export function loadKeyringSync(dataDir: string = process.env.DATA_DIR ?? '.data'): Keyring {
  const keyring = read(join(dataDir, 'keyring.json'));
  if (!keyring) throw new Error(`no keyring in ${dataDir}`);
  return keyring;
}

function read(file: string): Keyring | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const keyring = JSON.parse(text) as Keyring;
  // Never made anew over a damaged one: every ticket and link in visitors' hands hangs on it.
  if (!keyring.linkSecret || !keyring.ticketKeys?.length)
    throw new Error(`${file} is damaged; restore it from a backup`);
  return keyring;
}

function newKeyring(): Keyring {
  const secret = (bytes: number) => randomBytes(bytes).toString('base64url');
  return {
    nextAuthSecret: secret(32),
    linkSecret: secret(32),
    appRolePassword: secret(24),
    serverActionsKey: randomBytes(32).toString('base64'),
    sandboxSecretKey: `sk_test_${randomBytes(24).toString('hex')}`,
    sandboxWebhookSecret: `whsec_${randomBytes(24).toString('hex')}`,
    sandboxBankSecret: secret(32),
    ticketKeys: [newTicketKey(1)],
  };
}

/** A fresh signing pair; `keyId` 0 to 255 tells verifiers which one signed. */
export function newTicketKey(keyId: number): TicketKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    keyId,
    publicKey: publicKey.export({ format: 'jwk' }).x ?? '',
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64url'),
    createdAt: new Date().toISOString(),
  };
}

function writeAside(file: string, keyring: Keyring): string {
  const aside = `${file}.${randomBytes(6).toString('hex')}`;
  const handle = openSync(aside, 'wx', 0o600);
  writeSync(handle, `${JSON.stringify(keyring, null, 2)}\n`);
  fsyncSync(handle);
  closeSync(handle);
  return aside;
}
