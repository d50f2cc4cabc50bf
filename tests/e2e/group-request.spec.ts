import { expect, test } from '@playwright/test';
import { connect } from '#db/client.ts';
import { offerVisit } from '#lib/groups/offer-visit.ts';
import { ask, letterTo, timeIsNow } from '#tests/support/museum-outside.ts';
import { alertOn, expectGoodPage } from '#tests/support/page.ts';
import { newAddress } from '#tests/support/visitor.ts';
import { words } from '#tests/support/words.ts';

const phone = { width: 390, height: 844 };
const t = words('az', 'request');

/** The museum's answer, as the education manager's page would give it. */
async function offer(code: string): Promise<void> {
  const { db, close } = connect(process.env.MUSEUM_OWNER_URL ?? '', { most: 1, name: 'group-request' });
  const [visit] = await ask<{ id: string }>('select id from group_visit where code = $1', [code]);
  const ctx = { db, actor: { kind: 'system' as const, job: 'test' }, locale: 'az' as const, now: new Date() };
  expect(await offerVisit(ctx, { visitId: visit?.id ?? '', words: 'Buyurun, bu vaxtlar boşdur.' })).toMatchObject({
    ok: true,
  });
  await close();
}

test('a class of 58: asked for without scripts, offered, declined, agreed, changed, late and cancelled', async ({
  browser,
  page,
}) => {
  test.setTimeout(180_000);
  const [day] = await ask<{ date: string }>(
    `select min(t.visit_date)::text as date from timeslot t join product p on p.id = t.product_id
      where p.code = 'class-programme' and t.state = 'on_sale' and t.visit_date > current_date + 12
        and not exists (select 1 from school_break b where t.visit_date between b.first_date and b.last_date)`,
  );
  const date = day?.date ?? '';
  const address = newAddress();
  const context = await browser.newContext({ viewport: phone, javaScriptEnabled: false });
  const plain = await context.newPage();
  const press = (name: string) => plain.getByRole('button', { name, exact: true }).click();

  // What there is, and the first step; one adult is too few, and the form says how many are needed.
  await plain.goto('/az');
  await plain.getByRole('link', { name: words('az', 'visit')('home.groupsAction') }).click();
  await expect(plain.getByRole('heading', { level: 1 })).toHaveText(t('list.title'));
  await plain
    .getByRole('link', { name: t('list.ask') })
    .first()
    .click();
  for (const [label, value] of [
    ['pupils', '58'],
    ['teachers', '1'],
    ['ageFrom', '16'],
    ['ageUntil', '17'],
  ] as const)
    await plain.getByLabel(t(`ask.${label}`), { exact: true }).fill(value);
  await plain.getByLabel(t('ask.date')).first().fill(date);
  await press(t('ask.go'));
  const tooFew = t('faults.too_few_adults', { pupils: 58, needed: 4, per: 15, adults: 1 });
  await expect(alertOn(plain)).toContainText(tooFew);
  await expect(plain.getByLabel(t('ask.date')).first()).toHaveValue(date);
  await plain.getByLabel(t('ask.teachers'), { exact: true }).fill('5');
  await press(t('ask.go'));

  // Whether it can work, said at once.
  await expect(plain.getByRole('heading', { level: 1 })).toHaveText(t('answer.title'));
  await expect(plain.getByText(t('answer.notYet'))).toBeVisible();
  await plain.getByRole('link', { name: t('answer.go'), exact: true }).click();

  // Who asks. One thing wrong first; nothing that was typed is lost, nor by looking for the school.
  await plain.getByLabel(t('who.institutionName'), { exact: true }).fill('20 NÖMRELI');
  await plain.getByLabel(t('who.bookerName')).fill('Aytən Məmmədova');
  await plain.getByLabel(t('who.email'), { exact: true }).fill(address);
  await plain.getByLabel(t('who.accessNeeds')).fill('Bir əlil arabası');
  await press(t('who.find'));
  await plain.getByLabel('20 nömrəli tam orta məktəb').check();
  await expect(plain.getByLabel(t('who.bookerName'))).toHaveValue('Aytən Məmmədova');
  await press(t('who.send'));
  await expect(alertOn(plain)).toContainText(t('faults.phone_malformed'));
  await expect(alertOn(plain)).toContainText(t('faults.rules_missing'));
  await expect(plain.getByLabel(t('who.accessNeeds'))).toHaveValue('Bir əlil arabası');
  await plain.getByLabel(t('who.phone'), { exact: true }).fill('+994 50 123 45 67');
  await plain.getByLabel(t('who.rules')).check();
  await press(t('who.send'));
  await expect(plain.getByRole('heading', { level: 1 })).toHaveText(t('state.submitted.title'));
  await context.close();

  // The link comes by mail; from here with scripts, on the same phone.
  const letter = await letterTo(address);
  const link = /http\S+\/az\/groups\/[\w-]{32}/.exec(letter.text)?.[0] ?? '';
  await page.setViewportSize(phone);
  for (const path of ['/az/groups', '/az/groups/ask', '/az/groups/prepare/class-programme', '/az/groups/account']) {
    await page.goto(path);
    await expectGoodPage(page, 'az');
  }
  await page.goto(link);
  await expectGoodPage(page, 'az');
  const [visit] = await ask<{ code: string; id: string }>('select code, id from group_visit where email = $1', [
    address,
  ]);
  const { code = '', id = '' } = visit ?? {};
  const state = async () =>
    (await ask<{ state: string }>('select state from group_visit where id = $1', [id]))[0]?.state;
  const told = (key: string, facts = {}) => expect(page.getByText(t(`told.${key}`, facts))).toBeVisible();

  // An executable that calls itself a letter, then the letter.
  const file = page.getByLabel(t('letter.choose'));
  await file.setInputFiles({ name: 'məktub.pdf', mimeType: 'application/pdf', buffer: Buffer.from('MZ programme') });
  await page.getByRole('button', { name: t('letter.send') }).click();
  await expect(alertOn(page)).toContainText(t('letter.refused.file_executable'));
  await file.setInputFiles({ name: 'məktub.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 a') });
  await page.getByRole('button', { name: t('letter.send') }).click();
  await told('letter');

  // The first offer suits nobody, the second does.
  await offer(code);
  await page.goto(link);
  await expectGoodPage(page, 'az');
  await page.getByRole('button', { name: t('offer.none'), exact: true }).click();
  await told('declined');
  expect(await state()).toBe('submitted');
  await offer(code);
  await page.goto(link);
  await page.getByRole('listitem').getByRole('button').first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('state.confirmed.title'));
  await expect(page.getByRole('img')).toHaveCount(1);
  await expectGoodPage(page, 'az');
  const pdf = await page.request.get(`${new URL(link).pathname}/ticket.pdf`);
  expect(pdf.headers()['content-type']).toBe('application/pdf');

  // Other numbers: never without their adults.
  await page.getByRole('link', { name: t('numbers.title') }).click();
  await expectGoodPage(page, 'az');
  await page.getByLabel(t('ask.pupils'), { exact: true }).fill('52');
  await page.getByLabel(t('ask.teachers'), { exact: true }).fill('2');
  await page.getByRole('button', { name: t('numbers.save') }).click();
  await expect(alertOn(page)).toContainText(t('faults.too_few_adults', { pupils: 52, needed: 4, per: 15, adults: 2 }));
  await page.getByLabel(t('ask.teachers'), { exact: true }).fill('5');
  await page.getByRole('button', { name: t('numbers.save') }).click();
  await told('resized');
  await page.getByRole('link', { name: t('otherDay.title') }).click();
  await expectGoodPage(page, 'az');

  // The day has come: the bus is late, then nobody can come.
  const slots = await ask<{ id: string }>(
    'select g.timeslot_id as id from sub_group g join group_visit v on v.plan_id = g.plan_id where v.id = $1',
    [id],
  );
  for (const { id: slot } of slots) await timeIsNow(slot, 30);
  await page.goto(link);
  await expectGoodPage(page, 'az');
  await page.getByLabel(t('late.minutes')).fill('20');
  await page.getByRole('button', { name: t('late.send') }).click();
  await told('late', { minutes: 20 });
  await page.getByRole('link', { name: t('day.cancel') }).click();
  await expectGoodPage(page, 'az');
  await page.getByRole('button', { name: t('cancel.do') }).click();
  await expect(alertOn(page)).toContainText(t('cancel.reasonMissing'));
  await page.getByLabel(t('cancel.reasons.transport')).check();
  await page.getByRole('button', { name: t('cancel.do') }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('state.cancelled_by_group.title'));
  expect(await state()).toBe('cancelled_by_group');

  // All visits of the address, by a link that works once.
  await page.getByRole('link', { name: t('account.open') }).click();
  await page.getByLabel(t('who.email'), { exact: true }).fill(address);
  await page.getByRole('button', { name: t('account.send') }).click();
  await expect(page.getByText(t('account.sent'))).toBeVisible();
  const enter = /http\S+\/account\/enter\/[\w-]{32}/;
  await expect
    .poll(async () => {
      const mails = await (
        await fetch(`${process.env.MUSEUM_MAILBOX_URL}/api/messages?to=${encodeURIComponent(address)}`)
      ).json();
      return mails.some((mail: { text: string }) => enter.test(mail.text));
    })
    .toBe(true);
  const mails = await (
    await fetch(`${process.env.MUSEUM_MAILBOX_URL}/api/messages?to=${encodeURIComponent(address)}`)
  ).json();
  const signIn = mails.map((mail: { text: string }) => enter.exec(mail.text)?.[0]).find(Boolean);
  await page.goto(signIn);
  await expectGoodPage(page, 'az');
  await page.getByRole('button', { name: t('account.enterDo') }).click();
  await expect(page.getByText(code)).toBeVisible();
  await expectGoodPage(page, 'az');
  // The session is a teacher's alone, and the link is over.
  await page.goto('/staff');
  await expect(page).toHaveURL(/\/staff\/sign-in/);
  await page.goto('/az/groups/account');
  await page.getByRole('button', { name: t('account.signOut') }).click();
  await page.goto(signIn);
  await page.getByRole('button', { name: t('account.enterDo') }).click();
  await expect(page.getByText(t('account.refused.link_over'))).toBeVisible();
});
