import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { rolePermission, staffMember, staffRole } from '#db/schema/identity.ts';
import { auditLog, rateLimit } from '#db/schema/platform.ts';
import { chooseLocale } from '#lib/identity/choose-locale.ts';
import { signInLimits } from '#lib/identity/limit-attempts.ts';
import { loadStaffActor } from '#lib/identity/load-staff-actor.ts';
import { hashPassword } from '#lib/identity/password.ts';
import { signIn } from '#lib/identity/sign-in.ts';
import { type Permission, permissions } from '#lib/identity/values.ts';
import { newId } from '#lib/platform/ids.ts';
import { visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';

const password = 'sakit otaq, açıq qapı';
let museum: TestDatabase;
let passwordHash: string;

beforeAll(async () => {
  museum = await createTestDatabase();
  passwordHash = await hashPassword(password);
});
afterAll(() => museum.close());
beforeEach(() => museum.owner.delete(rateLimit));

async function hire(overrides: Partial<typeof staffMember.$inferInsert> = {}) {
  const id = newId();
  const person = { id, email: `${id}@example.org`, name: 'Nərgiz', passwordHash, ...overrides };
  await museum.owner.insert(staffMember).values(person);
  return person;
}

const ask = (email: unknown, given: unknown, address = '192.0.2.1') =>
  signIn(visitorCtx(museum.db), { email, password: given, address });

test('the right password signs in, however the address is typed, and leaves an audit row', async () => {
  const person = await hire();
  const answer = await ask(` ${person.email.toUpperCase()} `, password.normalize('NFD'));
  expect(answer).toEqual({ ok: true, staffId: person.id, sessionVersion: 1, locale: 'az' });
  const rows = await museum.owner.select().from(auditLog).where(eq(auditLog.objectId, person.id));
  expect(rows).toMatchObject([{ action: 'signed_in', actorKind: 'staff', actorId: person.id }]);
});

test('wrong, unknown, deactivated and without a password: one answer', async () => {
  const person = await hire();
  const inactive = await hire({ isActive: false });
  const withoutPassword = await hire({ passwordHash: null });
  const answers = [
    await ask(person.email, 'wrong'),
    await ask(person.email, `${password} `),
    await ask('nobody@example.org', password),
    await ask(inactive.email, password),
    await ask(withoutPassword.email, password),
    await ask("' or true --@x", password),
  ];
  for (const answer of answers) expect(answer).toEqual({ ok: false, code: 'wrong_credentials' });
  const rows = await museum.owner.select().from(auditLog).where(eq(auditLog.objectId, person.id));
  expect(rows.map((row) => row.action)).toEqual(['sign_in_refused', 'sign_in_refused']);
});

test('an unknown e-mail takes as long as a wrong password', async () => {
  const person = await hire();
  const median = async (email: string) => {
    const times: number[] = [];
    for (let round = 0; round < 7; round += 1) {
      await museum.owner.delete(rateLimit);
      const began = performance.now();
      await ask(email, 'wrong');
      times.push(performance.now() - began);
    }
    return times.sort((a, b) => a - b)[3] ?? 0;
  };
  const known = await median(person.email);
  const unknown = await median('nobody@example.org');
  // Without the same work the unknown one would take less than a tenth.
  expect(unknown).toBeGreaterThan(known * 0.5);
  expect(unknown).toBeLessThan(known * 2);
});

test.each([
  ['no fields', undefined, undefined],
  ['other types', 7, { length: 3 }],
  ['no address', 'desk', password],
  ['10 KB', `${'a'.repeat(10_000)}@example.org`, password],
  ['a long password', 'desk@example.org', 'x'.repeat(10_000)],
  ['a null byte', 'de\u0000sk@example.org', password],
])('%s is refused and nothing is counted', async (_, email, given) => {
  expect(await ask(email, given)).toEqual({ ok: false, code: 'wrong_credentials' });
  expect(await museum.owner.select().from(rateLimit)).toEqual([]);
});

test('too many wrong passwords for one account from one address wait; another address does not', async () => {
  const person = await hire();
  for (let n = 0; n < signInLimits.pair.points; n += 1) {
    expect(await ask(person.email, 'wrong')).toMatchObject({ code: 'wrong_credentials' });
  }
  const limited = await ask(person.email, password);
  expect(limited).toMatchObject({ ok: false, code: 'too_many_attempts' });
  if (!limited.ok && limited.code === 'too_many_attempts') {
    expect(limited.retryAfterSeconds).toBeGreaterThan(0);
    expect(limited.retryAfterSeconds).toBeLessThanOrEqual(signInLimits.pair.duration);
  }
  expect(await ask(person.email, password, '192.0.2.2')).toMatchObject({ ok: true });
});

test('an unknown account meets the same limit', async () => {
  for (let n = 0; n < signInLimits.pair.points; n += 1) await ask('nobody@example.org', 'wrong');
  expect(await ask('nobody@example.org', 'wrong')).toMatchObject({ code: 'too_many_attempts' });
});

test('one address may not try many accounts', async () => {
  const tries = Array.from({ length: signInLimits.address.points }, (_, n) => `person${n}@example.org`);
  await Promise.all(tries.map((email) => ask(email, 'wrong', '192.0.2.3')));
  const person = await hire();
  expect(await ask(person.email, password, '192.0.2.3')).toMatchObject({ code: 'too_many_attempts' });
});

test('the limit holds when all attempts come at once', async () => {
  const person = await hire();
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask(person.email, 'wrong', '192.0.2.4')));
  const judged = answers.filter((answer) => !answer.ok && answer.code === 'wrong_credentials');
  expect(judged).toHaveLength(signInLimits.pair.points);
});

test('the right password clears what was counted', async () => {
  const person = await hire();
  for (let n = 0; n < signInLimits.pair.points - 1; n += 1) await ask(person.email, 'wrong');
  expect(await ask(person.email, password)).toMatchObject({ ok: true });
  expect(await ask(person.email, 'wrong')).toMatchObject({ code: 'wrong_credentials' });
});

test('neither e-mail nor network address stands in the limiter or the audit log', async () => {
  await ask('nobody@example.org', 'wrong', '198.51.100.7');
  const kept = JSON.stringify([
    await museum.owner.select().from(rateLimit),
    await museum.owner.select().from(auditLog),
  ]);
  expect(kept).not.toContain('nobody@example.org');
  expect(kept).not.toContain('198.51.100.7');
});

test('roles become permissions, read fresh each time', async () => {
  const person = await hire({ locale: 'ru' });
  const session = { staffId: person.id, sessionVersion: 1 };
  const may = async () => [...((await loadStaffActor(museum.db, session))?.permissions ?? [])].sort();
  const grant = (role: 'desk' | 'director', permission: Permission) =>
    museum.owner.insert(rolePermission).values({ role, permission }).onConflictDoNothing();
  await grant('desk', 'today.see');
  await grant('desk', 'tickets.admit');
  await grant('director', 'today.see');
  await grant('director', 'audit.see');

  expect(await may()).toEqual([]);
  await museum.owner.insert(staffRole).values({ staffMemberId: person.id, role: 'desk' });
  expect(await may()).toEqual(['tickets.admit', 'today.see']);
  await museum.owner.insert(staffRole).values({ staffMemberId: person.id, role: 'director' });
  expect(await may()).toEqual(['audit.see', 'tickets.admit', 'today.see']);
  await museum.owner.delete(staffRole).where(eq(staffRole.staffMemberId, person.id));
  expect(await may()).toEqual([]);
  expect(permissions).toEqual(expect.arrayContaining(['today.see', 'audit.see']));
});

test('a raised session_version or a deactivated person ends the session on the next request', async () => {
  const person = await hire();
  const session = { staffId: person.id, sessionVersion: 1 };
  expect(await loadStaffActor(museum.db, session)).toMatchObject({ kind: 'staff', staffId: person.id, locale: 'az' });
  await museum.owner.update(staffMember).set({ sessionVersion: 2 }).where(eq(staffMember.id, person.id));
  expect(await loadStaffActor(museum.db, session)).toBeNull();
  const renewed = { staffId: person.id, sessionVersion: 2 };
  expect(await loadStaffActor(museum.db, renewed)).not.toBeNull();
  await museum.owner.update(staffMember).set({ isActive: false }).where(eq(staffMember.id, person.id));
  expect(await loadStaffActor(museum.db, renewed)).toBeNull();
});

test.each([
  [{ staffId: undefined, sessionVersion: 1 }],
  [{ staffId: 'x', sessionVersion: 1 }],
  [{ staffId: newId(), sessionVersion: '1' }],
  [{ staffId: newId(), sessionVersion: 1 }],
])('a session of nobody: %j', async (session) => {
  expect(await loadStaffActor(museum.db, session)).toBeNull();
});

test('a person chooses the language of their screens; others stay as they are', async () => {
  const person = await hire();
  const other = await hire();
  const actor = await loadStaffActor(museum.db, { staffId: person.id, sessionVersion: 1 });
  if (!actor) throw new Error('not signed in');
  const ctx = { ...visitorCtx(museum.db), actor };
  expect(await chooseLocale(ctx, { locale: 'ru' })).toEqual({ ok: true, locale: 'ru' });
  expect(await chooseLocale(ctx, { locale: 'tr' })).toEqual({ ok: false, code: 'unknown_language' });
  expect(await loadStaffActor(museum.db, { staffId: person.id, sessionVersion: 1 })).toMatchObject({ locale: 'ru' });
  expect(await loadStaffActor(museum.db, { staffId: other.id, sessionVersion: 1 })).toMatchObject({ locale: 'az' });
});
