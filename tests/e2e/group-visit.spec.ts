import { type Browser, expect, type Page, test } from '@playwright/test';
import { ask } from '#tests/support/museum-outside.ts';
import { expectGoodPage } from '#tests/support/page.ts';
import { openDesk, signIn } from '#tests/support/staff.ts';
import { newAddress } from '#tests/support/visitor.ts';
import { words } from '#tests/support/words.ts';

const phone = { width: 390, height: 844 };
const office = { width: 1280, height: 900 };
const t = words('az', 'request');
const board = words('az', 'board');
const guides = words('az', 'guides');
const lists = words('az', 'lists');
const accounts = words('az', 'accounts');
const desk = words('az', 'desk');

const opened = async (browser: Browser, viewport = office): Promise<Page> =>
  (await browser.newContext({ viewport, locale: 'az' })).newPage();

/** What the mailbox has for an address that tells of `about`: the link in it. */
async function linkTo(address: string, about: RegExp): Promise<string> {
  const url = `${process.env.MUSEUM_MAILBOX_URL}/api/messages?to=${encodeURIComponent(address)}`;
  let found: string | undefined;
  await expect
    .poll(
      async () => {
        const letters = (await (await fetch(url)).json()) as { text: string }[];
        found = letters.map(({ text }) => about.exec(text)?.[0]).find(Boolean);
        return found !== undefined;
      },
      { timeout: 60_000 },
    )
    .toBe(true);
  return new URL(found ?? '').pathname;
}

/** Moves a visit's times to these very minutes, its guides with them: one step, so that nobody is sought in between. */
async function beginsNow(visitId: string): Promise<void> {
  const mine = `with mine as (
    select g.timeslot_id, g.guide_id, now() - make_interval(mins => g.no) as at
      from group_visit v join sub_group g on g.plan_id = v.plan_id where v.id = $1)`;
  await ask(
    `${mine} update timeslot o set guide_id = null from mine, museum z
      where o.guide_id = mine.guide_id and o.id <> mine.timeslot_id and o.visit_date = (now() at time zone z.time_zone)::date`,
    [visitId],
  );
  await ask(
    `${mine} update timeslot t set starts_at = mine.at, ends_at = mine.at + (t.ends_at - t.starts_at),
             visit_date = (mine.at at time zone z.time_zone)::date, start_time = (mine.at at time zone z.time_zone)::time(0)
       from mine, museum z where t.id = mine.timeslot_id`,
    [visitId],
  );
}

test('58 pupils and 5 teachers: from the form to the settled account, through all five who have to do with it', async ({
  browser,
}) => {
  test.setTimeout(300_000);
  const [day] = await ask<{ date: string }>(
    `select min(t.visit_date)::text as date from timeslot t join product p on p.id = t.product_id
      where p.code = 'class-programme' and t.state = 'on_sale' and t.visit_date > current_date + 21
        and not exists (select 1 from school_break b where t.visit_date between b.first_date and b.last_date)
        and not exists (select 1 from sub_group g join timeslot o on o.id = g.timeslot_id where g.is_live and o.visit_date = t.visit_date)`,
  );
  const date = day?.date ?? '';
  const address = newAddress();
  const school = `${address.split('@')[0]} məktəbi`;
  const stateOf = async () =>
    (await ask<{ state: string }>('select state from group_visit where email = $1', [address]))[0]?.state;

  // The teacher asks, on a phone.
  const teacher = await opened(browser, phone);
  await teacher.goto('/az/groups');
  await teacher
    .getByRole('link', { name: t('list.ask') })
    .first()
    .click();
  for (const [label, value] of [
    ['pupils', '58'],
    ['teachers', '5'],
    ['ageFrom', '16'],
    ['ageUntil', '17'],
  ] as const)
    await teacher.getByLabel(t(`ask.${label}`), { exact: true }).fill(value);
  await teacher.getByLabel(t('ask.date')).first().fill(date);
  await teacher.getByRole('button', { name: t('ask.go'), exact: true }).click();
  await teacher.getByRole('link', { name: t('answer.go'), exact: true }).click();
  await teacher.getByLabel(t('who.institutionName'), { exact: true }).fill(school);
  await teacher.getByLabel(t('who.bookerName')).fill('Aytən Məmmədova');
  await teacher.getByLabel(t('who.email'), { exact: true }).fill(address);
  await teacher.getByLabel(t('who.phone'), { exact: true }).fill('+994 50 123 45 67');
  await teacher.getByLabel(t('who.rules')).check();
  await teacher.getByRole('button', { name: t('who.send'), exact: true }).click();
  await expect(teacher.getByRole('heading', { level: 1 })).toHaveText(t('state.submitted.title'));
  const own = await linkTo(address, /http\S+\/az\/groups\/[\w-]{32}/);
  const [visit] = await ask<{ id: string }>('select id from group_visit where email = $1', [address]);
  const id = visit?.id ?? '';

  // The education manager offers the best plan, the teacher takes it.
  const manager = await opened(browser);
  await signIn(manager, 'education', '/staff/groups');
  await manager.getByRole('link', { name: school }).first().click();
  await manager.locator('input[name="pick"]').first().check();
  await manager.getByRole('button', { name: board('plans.offer') }).click();
  await expect(manager.getByText(board('done.offered'))).toBeVisible();
  await teacher.goto(own);
  await teacher.getByRole('listitem').getByRole('button').first().click();
  await expect(teacher.getByRole('heading', { level: 1 })).toHaveText(t('state.confirmed.title'));
  const sizes = await ask<{ people: number; slot: string; email: string }>(
    `select g.people, g.timeslot_id as slot, u.email from group_visit v join sub_group g on g.plan_id = v.plan_id
       join guide u on u.id = g.guide_id where v.id = $1 order by g.no`,
    [id],
  );
  expect(sizes.map(({ people }) => people)).toEqual([13, 13, 13, 12, 12]);

  // Each guide says yes by the link of the mail.
  const keys = new Map<string, string>();
  const guide = await opened(browser, phone);
  for (const { slot, email } of sizes) {
    const tour = await linkTo(email, new RegExp(`http\\S+/guide/[\\w-]{32}/tours/${slot}`));
    keys.set(slot, tour);
    await guide.goto(tour);
    await guide.getByRole('button', { name: guides('tour.accept') }).click();
    await expect(guide.getByRole('status')).toHaveText(guides('tour.told.accepted'));
  }

  // The names for the post, and its yes.
  await teacher.goto(`${own}/names`);
  const rows = Array.from({ length: 63 }, (_, index) => {
    const letters = 'ABCDEFGHİJKLMNOPQRSTUVXYZ';
    const name = `${letters[index % 25]}${'aeou'[Math.floor(index / 25)]}lıyeva Nigar`;
    return `${index + 1};${name};${index < 58 ? 'şagird' : 'müəllim'}`;
  });
  await teacher.getByLabel(lists('names.file')).setInputFiles({
    name: 'siyahi.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(['Sıra;Soyad, ad;Kimdir', ...rows].join('\n')),
  });
  await teacher.getByRole('button', { name: lists('names.send') }).click();
  await expect(teacher.getByText(lists('told.sent'))).toBeVisible();
  const post = await opened(browser);
  await signIn(post, 'security_post', '/staff/lists');
  await post.goto(`/staff/lists/${id}`);
  await post.getByRole('button', { name: lists('staff.clearAll', { count: 63 }) }).click();
  await expect(post.getByText(lists('staff.done'))).toBeVisible();
  expect(await stateOf()).toBe('ready');

  // The day: the bus in two parts.
  await beginsNow(id);
  const [ticket] = await ask<{ code: string }>(
    'select k.short_code as code from ticket k join group_visit v on v.order_id = k.order_id where v.id = $1',
    [id],
  );
  const door = await opened(browser);
  await openDesk(door);
  const panel = door.locator('.answer').first();
  for (const people of [40, 23]) {
    await door.locator('#desk-code').fill(ticket?.code ?? '');
    await door.keyboard.press('Enter');
    await expect(door.locator('.answer-word').first()).toHaveText(desk('words.choose'));
    await panel.getByLabel(desk('people')).fill(String(people));
    await panel.getByRole('button', { name: desk('actions.letInOf', { people, size: 63 }) }).click();
    await expect(door.locator('.answer-word').first()).toHaveText(desk('words.admitted'));
    expect(await stateOf()).toBe(people === 40 ? 'part_arrived' : 'arrived');
  }

  // Each tour begins and ends.
  for (const step of ['report.start', 'report.end'])
    for (const tour of keys.values()) {
      await guide.goto(tour);
      await guide.getByRole('button', { name: guides(step) }).click();
      await expect(guide.getByRole('status')).toHaveText(guides('tour.told.reported'));
    }
  expect(await stateOf()).toBe('completed');
  await expectGoodPage(guide, 'az');

  // Five answers; then the accountant bills, finds the transfer and closes.
  await teacher.goto(`${own}/evaluation`);
  await expectGoodPage(teacher, 'az');
  for (const question of ['booking', 'guide', 'content', 'rooms', 'again'])
    await teacher
      .getByRole('group', { name: t(`evaluation.questions.${question}`) })
      .getByLabel(t('evaluation.marks.5'))
      .check();
  await teacher.getByRole('button', { name: t('evaluation.send') }).click();
  await expect(teacher).toHaveURL(new RegExp(`${own}(\\?|$)`));
  expect(await stateOf()).toBe('evaluated');
  const accountant = await opened(browser);
  await signIn(accountant, 'accountant', '/staff/accounts');
  await accountant.goto(`/staff/accounts/visits/${id}`);
  await accountant.getByRole('button', { name: accounts('staff.visit.do.close') }).click();
  await expect(accountant.getByText(accounts('staff.visit.done.closed'))).toBeVisible();
  const [owed] = await ask<{ left: number; no: string }>(
    `select document_left(id) as left, year || '-' || no as no from account_document where visit_id = $1 and kind = 'invoice'`,
    [id],
  );
  // 58 pupils of 1 ₼, and five guides.
  expect(owed?.left).toBe(58 * 100 + 5 * 1000);
  await accountant.goto('/staff/accounts/transfers');
  await accountant.getByText(accounts('staff.transfers.enter.title')).click();
  await accountant.getByLabel(accounts('staff.transfers.enter.reference')).fill(`WALK-${Date.now()}`);
  await accountant.getByLabel(accounts('staff.transfers.enter.amount')).fill('108.00');
  await accountant.getByLabel(accounts('staff.transfers.enter.payer')).fill(school);
  await accountant.getByLabel(accounts('staff.transfers.enter.words')).fill(`hesab-faktura № ${owed?.no}`);
  await accountant.getByRole('button', { name: accounts('staff.transfers.enter.do') }).click();
  const line = accountant.locator('section', { hasText: school }).last();
  await line.getByRole('button', { name: accounts('staff.transfers.match') }).click();
  await expect(accountant.getByText(accounts('staff.transfers.done.matched'))).toBeVisible();
  expect(await stateOf()).toBe('settled');
  await manager.goto(`/staff/groups/${id}`);
  await expectGoodPage(manager, 'az');
});
