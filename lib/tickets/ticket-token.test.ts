import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeBase45, encodeBase45 } from '#lib/platform/base45.ts';
import { importSigningKey, importVerifyKeys, type TicketSigningKey, type TicketVerifyKeys } from './ticket-keys.ts';
import { encodeTicketToken, type TicketTokenPayload, verifyTicketToken } from './ticket-token.ts';
import vectors from './ticket-token.vectors.json' with { type: 'json' };

let keys: TicketVerifyKeys;
let signing: Map<number, TicketSigningKey>;
beforeAll(async () => {
  keys = await importVerifyKeys(vectors.keys, vectors.museumSlug);
  signing = new Map();
  for (const key of vectors.keys) signing.set(key.keyId, await importSigningKey(key, vectors.museumSlug));
});

function signingKey(keyId: number): TicketSigningKey {
  const key = signing.get(keyId);
  if (!key) throw new Error(`no key ${keyId}`);
  return key;
}

describe('published vectors', () => {
  it.each(vectors.accepted)('writes and reads: $name', async ({ keyId, payload, token, bytesHex }) => {
    expect(await encodeTicketToken(payload, signingKey(keyId))).toBe(token);
    expect(Buffer.from(decodeBase45(token.slice(3)) ?? []).toString('hex')).toBe(bytesHex);
    expect(await verifyTicketToken(token, keys)).toEqual({ ok: true, payload });
  });

  it.each(vectors.refused)('refuses: $name', async ({ token, code }) => {
    expect(await verifyTicketToken(token, keys)).toEqual({ ok: false, code });
  });
});

describe('ticket token', () => {
  it('gives every payload back in 141 characters of the QR alphanumeric mode, without a blank at either end', async () => {
    const payloads = fc.record({
      ticketId: fc.uuid(),
      tokenVersion: fc.integer({ min: 1, max: 65535 }),
      lastDate: fc.integer({ min: 0, max: 65535 }).map((days) => isoDate(days)),
      partySize: fc.integer({ min: 1, max: 65535 }),
    });
    await fc.assert(
      fc.asyncProperty(payloads, fc.constantFrom(1, 2), async (payload, keyId) => {
        const token = await encodeTicketToken(payload, signingKey(keyId));
        expect(token).toMatch(/^MV:[0-9A-Z $%*+\-./:]{138}$/);
        expect(token.trim()).toBe(token);
        expect(await verifyTicketToken(token, keys)).toEqual({ ok: true, payload });
      }),
    );
  });

  it.each<[string, Partial<TicketTokenPayload>]>([
    ['no uuid', { ticketId: 'x' }],
    ['version 0', { tokenVersion: 0 }],
    ['version past 16 bits', { tokenVersion: 65536 }],
    ['half a person', { partySize: 1.5 }],
    ['nobody', { partySize: 0 }],
    ['a date before all tickets', { lastDate: '2019-12-31' }],
    ['a date past 16 bits', { lastDate: '2300-01-01' }],
  ])('does not sign %s', async (_, part) => {
    const payload = { ticketId: vectors.accepted[0]?.payload.ticketId ?? '', tokenVersion: 1, partySize: 1 };
    const broken = { ...payload, lastDate: '2026-12-12', ...part };
    await expect(encodeTicketToken(broken, signingKey(1))).rejects.toThrow(RangeError);
  });

  it('accepts none of 100,000 mutated tokens, and judges each in under 5 ms', async () => {
    const random = seededRandom(20261212);
    const tokens = vectors.accepted.map(({ token }) => token);
    const total = 100_000;
    const codes = new Map<string, number>();
    let wrong = '';
    const startedAt = performance.now();
    for (let done = 0; done < total; done += 250) {
      const batch = Array.from({ length: 250 }, () => mutate(tokens[random(tokens.length)] ?? '', random));
      const verdicts = await Promise.all(batch.map((text) => verifyTicketToken(text, keys)));
      for (const [index, verdict] of verdicts.entries()) {
        if (verdict.ok) wrong ||= batch[index] ?? '';
        else codes.set(verdict.code, (codes.get(verdict.code) ?? 0) + 1);
      }
    }
    expect(wrong).toBe('');
    expect((performance.now() - startedAt) / total).toBeLessThan(5);
    // The mutations reach as deep as the signature, not only the first check.
    expect(codes.get('bad_signature')).toBeGreaterThan(30_000);
    expect(codes.get('malformed')).toBeGreaterThan(10_000);
    expect(codes.get('unknown_key')).toBeGreaterThan(100);
    expect(codes.get('unknown_version')).toBeGreaterThan(100);
  }, 180_000);

  it('turns a megabyte away at once', async () => {
    const startedAt = performance.now();
    expect(await verifyTicketToken(`MV:${'0'.repeat(1_000_000)}`, keys)).toEqual({ ok: false, code: 'malformed' });
    expect(performance.now() - startedAt).toBeLessThan(5);
  });
});

function isoDate(days: number): string {
  return new Date(Date.UTC(2020, 0, 1) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Mulberry32: the same draws on every run. */
function seededRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** A token changed in its bytes (bits, a whole byte, two swapped parts) or in its text; never the same token again. */
function mutate(token: string, random: (below: number) => number): string {
  const symbols = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:aé';
  const bytes = decodeBase45(token.slice(3)) ?? new Uint8Array(92);
  const at = random(bytes.length);
  const place = random(token.length);
  const kinds = [
    () => {
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
      return `MV:${encodeBase45(bytes)}`;
    },
    () => {
      bytes[at] = random(256);
      bytes[random(92)] = random(256);
      return `MV:${encodeBase45(bytes)}`;
    },
    () => {
      const other = random(bytes.length);
      [bytes[at], bytes[other]] = [bytes[other] ?? 0, bytes[at] ?? 0];
      return `MV:${encodeBase45(bytes)}`;
    },
    () => token.slice(0, place) + symbols.charAt(random(symbols.length)) + token.slice(place + 1),
    () => token.slice(0, place) + token.slice(place + 1 + random(3)),
    () => token.slice(0, place) + symbols.charAt(random(symbols.length)) + token.slice(place),
  ];
  for (;;) {
    const mutated = kinds[random(kinds.length)]?.() ?? '';
    if (mutated !== token) return mutated;
  }
}
