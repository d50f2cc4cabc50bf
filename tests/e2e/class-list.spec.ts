import { expect, test } from '@playwright/test';
import { agreedClass, classBeginsIn } from '#tests/support/class-visit.ts';
import { ask } from '#tests/support/museum-outside.ts';
import { alertOn, expectGoodPage } from '#tests/support/page.ts';
import { openDesk, signIn } from '#tests/support/staff.ts';
import { words } from '#tests/support/words.ts';

const phone = { width: 390, height: 844 };
const office = { width: 1280, height: 900 };
const t = words('az', 'lists');
const d = words('az', 'desk');

const stateOf = async (visitId: string) => {
  const [row] = await ask<{ state: string }>('select state from group_visit where id = $1', [visitId]);
  return row?.state;
};
const csv = (lines: string[]) => ({ name: 'siyahi.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) });

test('a list with faults, then right; cleared by the post; one more at the last minute; the bus in two parts at the desk', async ({
  browser,
}) => {
  test.setTimeout(150_000);
  const visit = await agreedClass();
  const pupils = Array.from(
    { length: 20 },
    (_, index) => `${index + 1};Şagird ${'ABCDEFGHİJKLMNOPQRSTUVXY'[index]}əliyev;şagird`,
  );
  const adults = ['Məmmədova Aytən', 'Əliyev Vüqar', 'Hacıyeva Lalə', 'Quliyev Anar'].map(
    (name, index) => `${21 + index};${name};müəllim`,
  );
  const whole = ['Sıra;Soyad, ad;Kimdir', ...pupils, ...adults];

  // The teacher, on a phone: every fault by its line, nothing kept, nothing lost.
  const teacher = await (await browser.newContext({ viewport: phone, locale: 'az' })).newPage();
  await teacher.goto(`/az/groups/${visit.token}/names`);
  await expect(teacher.getByRole('heading', { level: 1 })).toHaveText(t('names.title'));
  await expectGoodPage(teacher, 'az');
  await teacher
    .getByLabel(t('names.file'))
    .setInputFiles(csv([...whole.slice(0, 3), '3;;şagird', whole[1] ?? '', '5;12345;']));
  await teacher.getByRole('button', { name: t('names.send') }).click();
  const alert = alertOn(teacher);
  await expect(alert).toContainText(t('faults.line', { line: 4, what: t('faults.name_missing') }));
  await expect(alert).toContainText(t('faults.line', { line: 5, what: t('faults.duplicate', { of: 2 }) }));
  await expect(alert).toContainText(t('faults.line', { line: 6, what: t('faults.name_malformed') }));
  await expect(teacher.getByLabel(t('names.text'))).toHaveValue(/Şagird Bəliyev/);
  await expectGoodPage(teacher, 'az');
  expect(await stateOf(visit.visitId)).toBe('confirmed');
  await teacher.getByLabel(t('names.file')).setInputFiles(csv(whole));
  await teacher.getByRole('button', { name: t('names.send') }).click();
  await expect(teacher.getByText(t('told.sent'))).toBeVisible();
  expect(new URL(teacher.url()).search).not.toContain('agird');
  await expectGoodPage(teacher, 'az');

  // The security post sees lists and nothing else; one is not cleared, the school names somebody else.
  const post = await (await browser.newContext({ viewport: office })).newPage();
  await signIn(post, 'security_post', '/staff/lists');
  await post.goto(`/staff/lists/${visit.visitId}`);
  await expectGoodPage(post, 'az');
  await post.getByLabel(t('staff.choose', { name: 'Şagird Aəliyev' })).check();
  await post.getByRole('button', { name: t('staff.notClear') }).click();
  await expect(post.getByText(t('staff.done'))).toBeVisible();
  await post.getByRole('button', { name: t('staff.clearAll', { count: 23 }) }).click();
  await expect(post.getByText(t('staff.done'))).toBeVisible();
  expect(await stateOf(visit.visitId)).toBe('list_sent');
  await teacher.reload();
  await teacher.getByRole('link', { name: t('names.replaceWho', { name: 'Şagird Aəliyev' }) }).click();
  await expectGoodPage(teacher, 'az');
  await teacher.getByLabel(t('fields.name')).fill('Quliyeva Aysu');
  await teacher.getByRole('button', { name: t('replace.save') }).click();
  await expect(teacher.getByText(t('told.replaced'))).toBeVisible();
  await post.reload();
  await post.getByRole('button', { name: t('staff.clearAll', { count: 1 }) }).click();
  await expect(post.getByText(t('staff.done'))).toBeVisible();
  await expect.poll(() => stateOf(visit.visitId)).toBe('ready');
  await post.goto(`/staff/lists/print?date=${visit.visitDate}`);
  await expect(post.getByText('Quliyeva Aysu')).toBeVisible();
  await expect(post.getByText('Şagird Aəliyev')).toHaveCount(0);
  await expectGoodPage(post, 'az');
  expect((await post.goto('/staff/orders'))?.status()).toBe(404);
  const looks = await ask<{ actor_kind: string }>(
    `select distinct actor_kind from audit_log where object_id = $1 and action in ('names_seen','names_printed') order by 1`,
    [visit.visitId],
  );
  expect(looks.map(({ actor_kind }) => actor_kind)).toEqual(['staff', 'visitor']);

  // The day: one pupil more than was booked, and a bus that comes in two parts.
  await classBeginsIn(visit.visitId, 3);
  const desk = await (await browser.newContext({ viewport: office })).newPage();
  await openDesk(desk);
  await desk.locator('#desk-code').fill(visit.code);
  await desk.keyboard.press('Enter');
  await expect(desk.locator('.answer-word').first()).toHaveText(d('words.choose'));
  const panel = desk.locator('.answer').first();
  await expect(panel).toContainText('20 nömrəli məktəb');
  await expectGoodPage(desk, 'az');
  await panel.getByText(d('group.arrange')).click();
  await panel.getByLabel(d('group.roles.pupils')).fill('21');
  await panel.getByRole('button', { name: d('group.saveNumbers') }).click();
  await expect(panel.getByText(d('group.done'))).toBeVisible();
  await expectGoodPage(desk, 'az');
  const letIn = async (people: number, word = 'admitted') => {
    await desk.locator('#desk-code').fill(visit.code);
    await desk.keyboard.press('Enter');
    await expect(desk.locator('.answer-word').first()).toHaveText(d('words.choose'));
    await panel.getByLabel(d('people'), { exact: true }).fill(String(people));
    await panel.getByRole('button', { name: d('actions.letInOf', { people, size: 25 }) }).click();
    await expect(desk.locator('.answer-word').first()).toHaveText(d(`words.${word}`));
  };
  await letIn(16);
  expect(await stateOf(visit.visitId)).toBe('part_arrived');
  await expect(panel).toContainText(d('facts.party', { admitted: 16, size: 25 }));
  await letIn(9);
  expect(await stateOf(visit.visitId)).toBe('arrived');
  await expectGoodPage(desk, 'az');
});
