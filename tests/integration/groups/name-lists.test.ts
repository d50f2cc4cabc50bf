import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clearNames } from '#lib/groups/clear-names.ts';
import { listLists } from '#lib/groups/list-lists.ts';
import { purgeVisits } from '#lib/groups/purge-visit.ts';
import { replaceName } from '#lib/groups/replace-name.ts';
import { resizeVisit } from '#lib/groups/resize-visit.ts';
import { seeNames, seeNamesOfDay } from '#lib/groups/see-names.ts';
import { sendList } from '#lib/groups/send-list.ts';
import { required } from '#lib/platform/result.ts';
import { agreedVisit, needFields, visitStartsIn } from '#tests/support/agreed-visit.ts';
import { staffCtx, systemCtx, visitorCtx } from '#tests/support/contexts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { buildGroupMuseum, type GroupMuseum, teacherCtx } from '#tests/support/group-museum.ts';
import { useTestInstallation } from '#tests/support/held-order.ts';

let database: TestDatabase;
let museum: GroupMuseum;
let visitId: string;
const teacher = () => teacherCtx(database.db, visitId);
const post = () => staffCtx(database.db, { permissions: ['names.see'], roles: ['security_post'] });

beforeAll(async () => {
  useTestInstallation();
  database = await createTestDatabase();
  museum = await buildGroupMuseum(database.owner);
  visitId = await agreedVisit(database.db, museum, { pupils: 9, teachers: 1 });
});
afterAll(() => database.close());

const stateOf = async () => {
  const { rows } = await database.owner.execute<{ state: string }>(
    sql`select state from group_visit where id = ${visitId}`,
  );
  return rows[0]?.state;
};
const trail = async (action: string) => {
  const { rows } = await database.owner.execute<{ actor: string; after: unknown }>(
    sql`select actor_kind as actor, after from audit_log where object_id = ${visitId} and action = ${action} order by at`,
  );
  return rows;
};
const list = (people: number) =>
  ['Ad Soyad;Kimdir;Doğum ili']
    .concat(Array.from({ length: people - 1 }, (_, index) => `Şagird ${'ABCDEFGHIJKLMNOP'[index]}alıyev;şagird;2011`))
    .concat('Müəllim Lalə;müəllim;1980')
    .join('\n');

describe('a list of names', () => {
  it('is for visits that need one, by whoever holds the link', async () => {
    expect(await sendList(teacher(), { visitId, text: list(10) })).toEqual({ ok: false, code: 'no_list_needed' });
    await expect(
      database.db.execute(
        sql`insert into visit_name (visit_id, no, name, role) values (${visitId}, 1, 'Kimsə', 'pupil')`,
      ),
    ).rejects.toMatchObject({ cause: { constraint: 'list_fields' } });
    await needFields(database.owner, museum, ['name', 'birth_year']);
    const stranger = visitorCtx(database.db);
    expect(await sendList(stranger, { visitId, text: list(10) })).toEqual({ ok: false, code: 'unknown_visit' });
    const foreign = teacherCtx(database.db, '0199f3a0-0000-7000-8000-000000000001');
    expect(await sendList(foreign, { visitId, text: list(10) })).toEqual({ ok: false, code: 'unknown_visit' });
    expect(await seeNames(foreign, { visitId })).toEqual({ ok: false, code: 'forbidden' });
    await expect(
      database.db.execute(
        sql`insert into visit_name (visit_id, no, name, role, document) values (${visitId}, 1, 'Kimsə', 'pupil', 'AA1')`,
      ),
    ).rejects.toMatchObject({ cause: { constraint: 'list_fields' } });
  });

  it('is kept whole or not at all; what was typed comes back with its faults', async () => {
    const text = `${list(3)}\nŞagird Aalıyev;şagird;2011\n;şagird;2011`;
    expect(await sendList(teacher(), { visitId, text })).toEqual({
      ok: false,
      code: 'faults',
      text,
      notes: [],
      faults: [
        { line: 5, code: 'duplicate', of: 2 },
        { line: 6, code: 'name_missing' },
      ],
    });
    expect(await sendList(teacher(), { visitId, file: Buffer.from('%PDF\u0000') })).toEqual({
      ok: false,
      code: 'unreadable',
      why: 'not_a_list',
    });
    expect(await seeNames(teacher(), { visitId })).toEqual({ ok: true, names: [] });
    expect(await stateOf()).toBe('confirmed');
  });

  it('that is sent is looked at by the post, whose looks are written down; everybody cleared makes it ready', async () => {
    expect(await sendList(teacher(), { visitId, file: Buffer.from(list(9)) })).toEqual({
      ok: true,
      sent: 9,
      people: 10,
      notes: [],
    });
    expect(await stateOf()).toBe('list_sent');
    expect(await sendList(teacher(), { visitId, text: list(10) })).toMatchObject({ ok: true, sent: 10 });
    const rows = await listLists(post(), { fromDate: museum.visitDate, days: 0 });
    expect(rows).toMatchObject({ ok: true, rows: [{ visitId, people: 10, sent: 10, cleared: 0 }] });
    expect(await trail('names_seen')).toEqual([]);
    expect(await seeNames(staffCtx(database.db, { permissions: ['groups.change'] }), { visitId })).toEqual({
      ok: false,
      code: 'forbidden',
    });
    const seen = await seeNames(post(), { visitId });
    if (!seen.ok) throw new Error(seen.code);
    expect(seen.names).toHaveLength(10);
    const printed = await seeNamesOfDay(post(), { date: museum.visitDate });
    expect(printed).toMatchObject({ ok: true });
    expect(await trail('names_seen')).toEqual([{ actor: 'staff', after: { names: 10 } }]);
    expect(await trail('names_printed')).toEqual([{ actor: 'staff', after: { names: 10 } }]);

    const first = required(seen.names[0], 'a name');
    const all = { visitId, names: 'all' as const, isCleared: true };
    expect(await clearNames(teacher(), all)).toEqual({ ok: false, code: 'forbidden' });
    expect(await clearNames(post(), { visitId, names: ['no id'], isCleared: true })).toMatchObject({ code: 'nobody' });
    await clearNames(post(), { visitId, names: [first.id], isCleared: false });
    expect(await clearNames(post(), all)).toMatchObject({
      ok: true,
      changed: 9,
      counts: { cleared: 9, notCleared: 1 },
    });
    expect(await stateOf()).toBe('list_sent');
    const { rows: told } = await database.owner.execute(
      sql`select kind from message where visit_id = ${visitId} and kind = 'group_list_back'`,
    );
    expect(told).toHaveLength(1);

    const instead = {
      visitId,
      nameId: first.id,
      name: 'Quliyeva Aysu',
      role: 'pupil',
      birthYear: '2011',
      document: '',
    };
    expect(await replaceName(teacher(), { ...instead, birthYear: '' })).toEqual({
      ok: false,
      code: 'faults',
      faults: ['birth_year_missing'],
    });
    expect(await replaceName(teacher(), { ...instead, name: 'ŞAGİRD Balıyev' })).toMatchObject({ code: 'on_the_list' });
    expect(await replaceName(teacher(), { ...instead, nameId: null })).toMatchObject({ code: 'list_full' });
    expect(await replaceName(teacher(), instead)).toMatchObject({ ok: true });
    expect(await replaceName(teacher(), instead)).toMatchObject({ code: 'unknown_name' });
    await clearNames(post(), all);
    expect(await stateOf()).toBe('ready');
    // Sent again, those who were cleared stay so; the one who was replaced comes back, and is looked at.
    await sendList(teacher(), { visitId, text: list(10) });
    expect(await stateOf()).toBe('list_sent');
    await clearNames(post(), all);
    expect(await stateOf()).toBe('ready');
  });

  it('is due again when more people come; frozen, it takes one for one, until it is too late for that', async () => {
    const grown = { pupils: 10, teachers: 1, parents: 0, aides: 0 };
    expect(await resizeVisit(teacher(), { visitId, count: grown })).toMatchObject({ ok: true, people: 11 });
    expect(await stateOf()).toBe('names_due');
    const one = { visitId, nameId: null, name: 'Əhmədli Nihad', role: 'pupil', birthYear: '2010', document: '' };
    const days = (count: number) => ({ ...teacher(), now: new Date(Date.now() + count * 86_400_000) });
    expect(await sendList(days(18), { visitId, text: list(11) })).toEqual({ ok: false, code: 'list_frozen' });
    expect(await replaceName(days(21), one)).toEqual({ ok: false, code: 'too_late', hours: 24 });
    expect(await replaceName(days(18), one)).toMatchObject({ ok: true });
    expect(await stateOf()).toBe('list_sent');
    expect(await clearNames(post(), { visitId, names: 'all', isCleared: true })).toMatchObject({
      ok: true,
      changed: 1,
    });
    expect(await stateOf()).toBe('ready');
  });

  it('is forgotten a week after the day, whatever became of the visit; the counts stay', async () => {
    await database.owner.execute(
      sql`update group_visit set leader_phone = '050', access_needs = 'Əlil arabası' where id = ${visitId}`,
    );
    await database.owner.execute(sql`
      insert into visit_file (visit_id, kind, file_name, media_type, bytes, by_kind) values (${visitId}, 'letter', 'a.pdf', 'application/pdf', 'x', 'visitor'),
        (${visitId}, 'guarantee_letter', 'b.pdf', 'application/pdf', 'x', 'visitor')`);
    await visitStartsIn(database.owner, visitId, -6 * 1440);
    await database.owner.execute(sql`update group_visit set made_at = now() - interval '30 days'`);
    expect(await purgeVisits(systemCtx(database.db))).toEqual({ purged: 0 });
    await visitStartsIn(database.owner, visitId, -8 * 1440);
    expect(await purgeVisits(systemCtx(database.db))).toEqual({ purged: 1 });
    expect(await purgeVisits(systemCtx(database.db))).toEqual({ purged: 0 });
    const { rows } = await database.owner.execute(sql`
      select v.pupils, v.leader_phone, v.access_needs, (select count(*)::int from visit_name where visit_id = v.id) as names,
             (select array_agg(kind) from visit_file where visit_id = v.id) as files from group_visit v where id = ${visitId}`);
    expect(rows).toEqual([
      { pupils: 10, leader_phone: null, access_needs: null, names: 0, files: ['guarantee_letter'] },
    ]);
    expect(await trail('visit_purged')).toEqual([
      { actor: 'system', after: { names: 11, cleared: 11, replaced: 0, letters: 1 } },
    ]);
    await expect(
      database.db.execute(
        sql`insert into visit_name (visit_id, no, name, role) values (${visitId}, 1, 'Kimsə', 'pupil')`,
      ),
    ).rejects.toMatchObject({ cause: { constraint: 'list_fields' } });
  });
});
