import { expect, type Page, test } from '@playwright/test';
import { agreedDemoVisit } from '#tests/support/demo-visit.ts';
import { ask, letterTo } from '#tests/support/museum-outside.ts';
import { alertOn, expectAccessible, expectGoodPage, expectNoSidewaysScroll } from '#tests/support/page.ts';
import { signIn } from '#tests/support/staff.ts';
import { newAddress } from '#tests/support/visitor.ts';
import { words } from '#tests/support/words.ts';

const phone = { width: 390, height: 844 };
const az = words('az', 'guides');
const ru = words('ru', 'guides');
const school = 'Bələdçi sınağı məktəbi';

/** The last school day of the horizon: other journeys take near ones. */
async function quietDate(): Promise<string> {
  const [row] = await ask<{ date: string }>(
    `select max(t.visit_date)::text as date from timeslot t join product p on p.id = t.product_id
      where p.code = 'class-programme' and t.state = 'on_sale' and t.visit_date < current_date + 45
        and not exists (select 1 from school_break b where t.visit_date between b.first_date and b.last_date)`,
  );
  return row?.date ?? '';
}

const leaderOf = async (timeslotId: string) =>
  (
    await ask<{ email: string }>('select g.email from timeslot t join guide g on g.id = t.guide_id where t.id = $1', [
      timeslotId,
    ])
  )[0]?.email;
const callsOf = async (timeslotId: string) =>
  (await ask<{ state: string }>('select state from guide_call where timeslot_id = $1 order by id', [timeslotId])).map(
    ({ state }) => state,
  );
const stateOf = async (visitId: string) =>
  (await ask<{ state: string }>('select state from group_visit where id = $1', [visitId]))[0]?.state;
const linkIn = (text: string, tail = '') => new RegExp(`http\\S+(/guide/[\\w-]{32}${tail})`).exec(text)?.[1] ?? '';

test('a guide is added, asked and declines; another accepts by the link, leads, and tells what came of it', async ({
  page,
  browser,
}) => {
  test.setTimeout(240_000);
  const date = await quietDate();
  const [first, second] = [newAddress(), newAddress()];

  // The education manager adds a guide, with one thing wrong first.
  await signIn(page, 'education', '/staff/guides');
  await expectAccessible(page);
  await page.getByRole('link', { name: az('staff.new') }).click();
  await page.getByRole('button', { name: az('staff.form.add') }).click();
  await expect(alertOn(page)).toContainText(az('staff.faults.languages_missing'));
  await expectAccessible(page);
  await page.getByLabel(az('staff.form.name')).fill('Əsmər Sınaqlı');
  await page.getByLabel(words('az', 'common')('languages.az')).check();
  const [programme] = await ask<{ id: string; name: string }>(
    `select id, names ->> 'az' as name from product where code = 'class-programme'`,
  );
  // No public tour that others give up on the day of the visit.
  await page.getByLabel(programme?.name ?? '').check();
  await page.getByLabel(az('staff.form.email')).fill(first);
  await page.getByRole('button', { name: az('staff.form.add') }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Əsmər Sınaqlı');
  await expectAccessible(page);
  const guidePath = new URL(page.url()).pathname;
  const own = linkIn((await letterTo(first)).text);

  // Another one reads Russian; everybody else is away on the day of the visit.
  const [other] = await ask<{ id: string }>(
    `insert into guide (name, languages, email, locale) values ('@Ольга Пробная', '{az,ru}', $1, 'ru') returning id`,
    [second],
  );
  await ask('insert into guide_product (guide_id, product_id) values ($1, $2)', [other?.id, programme?.id]);
  await ask(
    `insert into guide_leave (guide_id, first_date, last_date, kind, made_by)
     select id, $1, $1, 'other', 'guides.spec' from guide where email is distinct from $2 and email is distinct from $3`,
    [date, first, second],
  );
  const { visitId, timeslotId } = await agreedDemoVisit(date, school);
  await expect.poll(() => callsOf(timeslotId), { timeout: 60_000 }).toEqual(['asked']);
  const asked = await leaderOf(timeslotId);
  const next = asked === first ? second : first;
  const [t, locale] = asked === first ? [az, 'az'] : [ru, 'ru'];

  // Whoever was asked opens the link: nothing changes by that. Then says no.
  const guide: Page = await (await browser.newContext({ viewport: phone })).newPage();
  const letters = asked === first ? 2 : 1;
  await guide.goto(linkIn((await letterTo(asked ?? '', letters)).text, `/tours/${timeslotId}`));
  await expect(guide.getByText(school)).toBeVisible();
  await expectGoodPage(guide, locale);
  expect(await callsOf(timeslotId)).toEqual(['asked']);
  await guide.getByRole('button', { name: t('tour.decline') }).click();
  await expect(guide.getByRole('status')).toHaveText(t('tour.told.declined'));
  await expectGoodPage(guide, locale);
  expect(await callsOf(timeslotId)).toEqual(['declined', 'asked']);
  expect(await leaderOf(timeslotId)).toBe(next);

  // The next one accepts without scripts.
  const [t2, locale2] = next === first ? [az, 'az'] : [ru, 'ru'];
  const plain = await (await browser.newContext({ viewport: phone, javaScriptEnabled: false })).newPage();
  const tourPath = linkIn((await letterTo(next, next === first ? 2 : 1)).text, `/tours/${timeslotId}`);
  await plain.goto(tourPath);
  await plain.getByRole('button', { name: t2('tour.accept') }).click();
  await expect(plain.getByText(t2('tour.told.accepted'))).toBeVisible();
  expect(await callsOf(timeslotId)).toEqual(['declined', 'accepted']);

  // The day has come, and the class is here: the day sheet, then the beginning, the heads, the end.
  await ask(
    `update timeslot t set starts_at = now() - interval '5 minutes', ends_at = now() + interval '55 minutes', visit_date = (now() at time zone m.time_zone)::date,
            start_time = ((now() - interval '5 minutes') at time zone m.time_zone)::time(0) from museum m where t.id = $1`,
    [timeslotId],
  );
  await ask(`update group_visit set state = 'arrived' where id = $1`, [visitId]);
  const key = tourPath.split('/')[2] ?? '';
  await guide.goto(`/guide/${key}`);
  await expect(guide.getByRole('heading', { level: 1 })).toHaveText(t2('tours.title'));
  await expectGoodPage(guide, locale2);
  await guide.getByRole('link', { name: t2('app.nav.day') }).click();
  await expect(guide.getByText(school)).toBeVisible();
  await expect(guide.getByText('+994 50 000 00 00')).toBeVisible();
  await expectGoodPage(guide, locale2);
  await guide.goto(tourPath);
  await guide.getByRole('button', { name: t2('report.start') }).click();
  await expect(guide.getByRole('status')).toHaveText(t2('tour.told.reported'));
  expect(await stateOf(visitId)).toBe('in_progress');
  await guide.getByLabel(t2('report.heads')).fill('200');
  await guide.getByLabel(t2('report.note')).fill('Hamı vaxtında gəldi');
  await guide.getByRole('button', { name: t2('report.save') }).click();
  await expect(alertOn(guide)).toContainText(/\d+/);
  await expect(guide.getByLabel(t2('report.note'))).toHaveValue('Hamı vaxtında gəldi');
  await expectGoodPage(guide, locale2);
  await guide.getByLabel(t2('report.heads')).fill('11');
  await guide.getByRole('button', { name: t2('report.save') }).click();
  await guide.getByRole('button', { name: t2('report.end') }).click();
  await expect(guide.getByRole('status')).toHaveText(t2('tour.told.reported'));
  expect(await stateOf(visitId)).toBe('completed');
  await guide.getByRole('link', { name: t2('app.nav.hours') }).click();
  await expectGoodPage(guide, locale2);

  // Hours of the week with one thing wrong; leave with what it affects; the calendar.
  await guide.goto(`${own}/availability`);
  await guide
    .getByRole('group', { name: words('az', 'common')('weekdays.1') })
    .getByLabel(az('availability.from'))
    .fill('10:00');
  await guide.getByRole('button', { name: az('availability.save') }).click();
  await expect(alertOn(guide)).toContainText(words('az', 'common')('weekdays.1'));
  await expectGoodPage(guide, 'az');
  await guide
    .getByRole('group', { name: words('az', 'common')('weekdays.1') })
    .getByLabel(az('availability.until'))
    .fill('15:00');
  await guide.getByRole('button', { name: az('availability.save') }).click();
  await expect(guide.getByRole('status')).toHaveText(az('availability.saved'));
  await guide.getByRole('link', { name: az('app.nav.leave') }).click();
  await expectGoodPage(guide, 'az');
  await guide.getByLabel(az('leaveKinds.illness')).check();
  await guide.getByLabel(az('leave.first')).fill(date);
  await guide.getByLabel(az('leave.last')).fill(date);
  await guide.getByRole('button', { name: az('leave.look') }).click();
  await expect(guide.getByRole('button', { name: az('leave.confirm') })).toBeVisible();
  await expectGoodPage(guide, 'az');
  await guide.getByRole('button', { name: az('leave.confirm') }).click();
  await expect(guide.getByRole('status')).toHaveText(az('leave.told.taken'));
  const feed = await guide.request.get(`/guide/${key}/tours.ics`);
  expect(await feed.text()).toContain(`tour-${timeslotId}`);
  expect((await guide.request.get(`/guide/${'A'.repeat(32)}/tours.ics`)).status()).toBe(404);
  await guide.goto(`/guide/${'A'.repeat(32)}`);
  await expect(guide.getByRole('heading', { level: 1 })).toHaveText(az('app.notHere'));

  // The staff: hours of the month, the link anew, the end.
  await page.goto('/staff/guides/hours');
  await expect(page.getByRole('row', { name: /Əsmər Sınaqlı/ })).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  const table = await page.request.get(`/staff/guides/hours.csv?month=${new Date().toISOString().slice(0, 7)}`);
  // What a spreadsheet would take for a formula is a text.
  expect(await table.text()).toContain(`"'@Ольга Пробная"`);
  await page.goto(guidePath);
  await page.getByRole('button', { name: az('staff.link.send') }).click();
  await expect(page.getByRole('status')).toHaveText(az('staff.done.linked'));
  expect((await guide.request.get(own)).status()).toBe(404);
  await page.getByRole('button', { name: az('staff.end.action') }).click();
  await expect(page.getByRole('status')).toHaveText(az('staff.done.deactivated'));
  await ask('update guide set is_active = false where id = $1', [other?.id]);
  await ask(`delete from guide_leave where made_by = 'guides.spec'`);
});

test('a guide who signs in meets the same pages', async ({ page }) => {
  await ask(`update guide set staff_member_id = null where staff_member_id is not null`);
  await signIn(page, 'guide', '/staff');
  await ask(
    `update guide set staff_member_id = (select s.id from staff_member s join staff_role r on r.staff_member_id = s.id where r.role = 'guide'
      order by s.id desc limit 1) where name = 'Kamran Vəliyev'`,
  );
  await page.getByRole('link', { name: words('az', 'staff')('nav.guide') }).click();
  await expect(page).toHaveURL(/\/guide\/me$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(az('tours.title'));
  await expectGoodPage(page, 'az');
});
