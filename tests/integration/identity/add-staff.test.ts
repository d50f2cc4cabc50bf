import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addStaff } from '#lib/identity/add-staff.ts';
import { signIn } from '#lib/identity/sign-in.ts';
import { staffCtx, systemCtx, visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const person = { email: 'First@Museum.az', name: 'First', role: 'administrator' as const, password: 'a long password' };

it('adds somebody who can then sign in, once, with an audit row', async () => {
  const added = await addStaff(systemCtx(database.db), person);
  expect(added).toMatchObject({ ok: true });
  expect(
    await signIn(visitorCtx(database.db), {
      email: 'first@museum.az',
      password: person.password,
      address: '127.0.0.1',
    }),
  ).toMatchObject({ ok: true });
  expect(await addStaff(systemCtx(database.db), person)).toEqual({ ok: false, code: 'email_taken' });
  const { rows } = await database.owner.execute(sql`select action, after from audit_log where action = 'staff_added'`);
  expect(rows).toEqual([{ action: 'staff_added', after: { role: 'administrator' } }]);
});

it.each([
  [staffCtx, { permissions: ['orders.change' as const] }, person, 'forbidden'],
  [staffCtx, {}, { ...person, email: 'nobody' }, 'email_wrong'],
  [staffCtx, {}, { ...person, email: 'x@y.az', password: 'short' }, 'password_short'],
])('refuses by code', async (make, options, input, code) => {
  expect(await addStaff(make(database.db, options), input)).toEqual({ ok: false, code });
});
