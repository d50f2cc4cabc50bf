import { eq, sql } from 'drizzle-orm';
import { decode } from 'next-auth/jwt';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nextAuthOptions, sessionCookie } from '#app/(staff)/next-auth-options.ts';
import { closeDatabase } from '#db/client.ts';
import { staffMember } from '#db/schema/identity.ts';
import { newId } from '#lib/platform/ids.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';

const secret = 'a secret of at least thirty-two characters';
const staffId = newId();
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  process.env.DATABASE_URL = database.appUrl;
  process.env.NEXTAUTH_SECRET = secret;
  await database.owner.insert(staffMember).values({ id: staffId, email: 'desk@example.org', name: 'Aytən' });
});
afterAll(async () => {
  await closeDatabase();
  await database.close();
});

const nowSeconds = () => Math.floor(Date.now() / 1000);
const claims = (hoursAgo: number) => ({ staffId, sessionVersion: 1, signedInAt: nowSeconds() - hoursAgo * 3600 });

async function lifeOf(token: Record<string, unknown>): Promise<number | null> {
  const encode = nextAuthOptions().jwt?.encode;
  const text = await encode?.({ token, secret });
  const decoded = await decode({ token: text, secret }).catch(() => null);
  return decoded ? Number(decoded.exp) - nowSeconds() : null;
}

/** What `/api/auth/session` does with the token it is shown. */
async function renewed(token: Record<string, unknown>): Promise<Record<string, unknown>> {
  const jwt = nextAuthOptions().callbacks?.jwt as unknown as (given: {
    token: object;
  }) => Promise<Record<string, unknown>>;
  return jwt({ token });
}

test('a session lives two hours unused, and never beyond twelve hours from signing in', async () => {
  expect(await lifeOf(claims(0))).toBeGreaterThan(2 * 3600 - 10);
  expect(await lifeOf(claims(0))).toBeLessThanOrEqual(2 * 3600);
  expect(await lifeOf(claims(11.5))).toBeLessThanOrEqual(1800);
  expect(await lifeOf(claims(12))).toBeNull();
  expect(await lifeOf({ staffId, sessionVersion: 1 })).toBeNull();
});

test('a session is renewed while the person works here, and not after', async () => {
  expect(await lifeOf(await renewed(claims(1)))).toBeGreaterThan(3600);
  await database.owner
    .update(staffMember)
    .set({ sessionVersion: sql`session_version + 1` })
    .where(eq(staffMember.id, staffId));
  expect(await lifeOf(await renewed(claims(1)))).toBeNull();
});

test('the token says who and which version, and nothing of the person', async () => {
  const jwt = nextAuthOptions().callbacks?.jwt as unknown as (given: object) => Promise<object>;
  const token = await jwt({
    token: { name: 'Aytən', email: 'desk@example.org' },
    user: { id: staffId, sessionVersion: 1 },
  });
  expect(Object.keys(token).sort()).toEqual(['sessionVersion', 'signedInAt', 'staffId']);
});

test('the cookie is out of reach of scripts and other sites', () => {
  expect(sessionCookie.options).toMatchObject({ httpOnly: true, sameSite: 'lax', path: '/' });
});
