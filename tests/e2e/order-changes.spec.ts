import { type Browser, expect, type Page, test } from '@playwright/test';
import type { Locale } from '#lib/platform/locales.ts';
import { ask } from '#tests/support/museum-outside.ts';
import { expectGoodPage } from '#tests/support/page.ts';
import { cards, payWith } from '#tests/support/payment-page.ts';
import { signIn } from '#tests/support/staff.ts';
import { openDay, orderOn, roomyTime, timeButton } from '#tests/support/visit-time.ts';
import { chooseTypes, goToPay, newAddress, ticketNames } from '#tests/support/visitor.ts';
import { words } from '#tests/support/words.ts';

const phone = { width: 390, height: 844 };

const codesOn = async (page: Page) =>
  (await page.locator('.ticket-code svg').evaluateAll((drawings) => drawings.map((one) => one.innerHTML))).sort();

for (const [locale, javaScriptEnabled] of [
  ['az', true],
  ['ru', false],
] as const satisfies readonly (readonly [Locale, boolean])[]) {
  test(`an order moves, becomes cheaper, and takes one more, in ${locale}${javaScriptEnabled ? '' : ' without scripts'}`, async ({
    browser,
  }) => {
    test.setTimeout(120_000);
    const t = words(locale, 'change');
    const page = await (await browser.newContext({ viewport: phone, javaScriptEnabled })).newPage();
    const good = async () => {
      if (javaScriptEnabled) await expectGoodPage(page, locale);
    };
    const journey = { page, locale, isKnown: true };
    const visit = await roomyTime('hall-only');
    await openDay(journey, visit, 2);
    await timeButton(page, visit).click();
    await chooseTypes(journey, { [ticketNames[locale].adult]: 2 });
    await goToPay(journey, newAddress());
    await payWith(page, cards.pays);
    await expect(page.getByRole('heading', { name: t('list.title') })).toBeVisible();
    const { id } = await orderOn(page);
    await good();
    const before = await codesOn(page);
    expect(before).toHaveLength(2);

    await page.getByRole('link', { name: t('list.move'), exact: true }).click();
    await good();
    await page.locator('#month a[href*="date="]').last().click();
    await page.locator('#times a').first().click();
    await expect(page.getByRole('heading', { name: t('sum.title') })).toBeVisible();
    await good();
    await page.locator('form[action$="/change-order"] button').click();
    await expect(page.getByRole('status')).toBeVisible();
    await good();
    expect(await codesOn(page)).toEqual(before);

    // Another type that costs more is paid; back again, the difference returns.
    const becomes = async (index: number) => {
      await page.getByRole('link', { name: t('list.types'), exact: true }).click();
      await good();
      // Dearer tickets stand after cheaper ones: the one that changed is the last.
      await page.locator('select').last().selectOption({ index });
      await page.getByRole('button', { name: t('types.show') }).click();
      await good();
      await page.locator('form[action$="/change-order"] button').click();
    };
    await becomes(1);
    await payWith(page, cards.pays);
    await expect(page.getByRole('heading', { name: t('list.title') })).toBeVisible();
    await expect(page.getByRole('status')).toHaveText(t('told.changed_types'));
    expect(await codesOn(page)).toEqual(before);
    await becomes(0);
    // What comes back is said beside it.
    await expect(page.getByRole('status')).toContainText(t('told.changed_types'));
    await expect(page.getByRole('status')).toContainText('₼');
    await good();
    expect(await codesOn(page)).toEqual(before);
    expect(await ask('select reason from refund where order_id = $1', [id])).toEqual([{ reason: 'changed' }]);

    await page.getByRole('link', { name: t('list.people'), exact: true }).click();
    await good();
    await page.locator('input[type="number"]').first().fill('1');
    await page.getByRole('button', { name: t('people.show') }).click();
    await good();
    await page.locator('form[action$="/change-order"] button').click();
    await payWith(page, cards.pays);
    await expect(page.locator('.ticket-code svg')).toHaveCount(3);
    expect(await codesOn(page)).toEqual(expect.arrayContaining(before));

    await page.getByRole('link', { name: t('list.help'), exact: true }).click();
    await good();
    await page.getByLabel(t('help.text')).fill('?');
    await page.getByRole('button', { name: t('help.send') }).click();
    await expect(page.locator('#errors')).toContainText(t('refused.text_missing'));
    await page.getByLabel(t('help.text')).fill('Əlil arabası ilə gələcəyik.');
    await page.getByRole('button', { name: t('help.send') }).click();
    await expect(page.getByRole('status')).toHaveText(t('told.help_sent'));
    expect(await ask('select kind, state from order_change where order_id = $1 order by made_at', [id])).toEqual([
      { kind: 'move', state: 'applied' },
      { kind: 'types', state: 'applied' },
      { kind: 'types', state: 'applied' },
      { kind: 'people', state: 'applied' },
    ]);
    if (javaScriptEnabled) await movesByStaff(browser, page, id);
  });
}

/** A time of the same product, weeks ahead, at which everything costs so much more. */
async function dearerTime(minor: number): Promise<string> {
  const [far] = await ask<{ id: string }>(
    `select t.id from timeslot t join product p on p.id = t.product_id
      where p.code = 'hall-only' and t.state = 'on_sale' and t.visit_date > current_date + 45
        and not exists (select 1 from day_type d where d.visit_date = t.visit_date) order by random() limit 1`,
  );
  await ask(
    `with day as (
       insert into day_type (visit_date, code, names) select visit_date, 'quiet_hour', '{"az":"x","en":"x","ru":"x"}' from timeslot where id = $1
       returning visit_date)
     insert into price (product_id, ticket_type_id, amount_minor, currency, valid_from, valid_until, day_type)
     select r.product_id, r.ticket_type_id, r.amount_minor + $2, r.currency, d.visit_date, d.visit_date, 'quiet_hour'
       from day d join timeslot t on t.id = $1 join price r on r.product_id = t.product_id and r.day_type is null
        and r.valid_from <= d.visit_date and coalesce(r.valid_until, 'infinity') >= d.visit_date`,
    [far?.id, minor],
  );
  return far?.id ?? '';
}

/** Staff read what was written, move the order at another price, and the visitor pays: once in time, once when it cannot be made. */
async function movesByStaff(browser: Browser, visitor: Page, orderId: string): Promise<void> {
  const t = words('az', 'change');
  const staff = await (await browser.newContext({ locale: 'az' })).newPage();
  await signIn(staff, 'duty_manager', `/staff/orders/${orderId}`);
  await expect(staff.getByText('Əlil arabası ilə gələcəyik.')).toBeVisible();
  await expectGoodPage(staff, 'az');
  const moveTo = async (timeslotId: string) => {
    await staff.goto(`/staff/orders/${orderId}/move?time=${timeslotId}`);
    await expect(staff.getByRole('heading', { name: t('staff.confirmTitle') })).toBeVisible();
    await expectGoodPage(staff, 'az');
    await staff.locator('#sum button').click();
    await expect(staff.getByText(t('staff.held'))).toBeVisible();
  };
  const pay = async (beforeBack: () => Promise<unknown>) => {
    await visitor.goto(visitor.url().replace(/\?.*$/, ''));
    await visitor.locator('form[action$="/pay"] button').click();
    await beforeBack();
    await payWith(visitor, cards.pays);
    await expect(visitor.getByRole('heading', { name: t('list.title') })).toBeVisible();
    await expectGoodPage(visitor, 'az');
  };
  const dearer = await dearerTime(200);
  await moveTo(dearer);
  await staff.getByRole('button', { name: t('staff.drop') }).click();
  await expect(staff.getByRole('status')).toHaveText(t('staff.dropped'));
  await moveTo(dearer);
  expect(await ask(`select kind from message where order_id = $1 and kind = 'change_to_pay'`, [orderId])).toHaveLength(
    2,
  );
  await staff.reload();
  await expectGoodPage(staff, 'az');
  await pay(async () => undefined);
  await expect(visitor.getByRole('status')).toContainText(
    t('told.changed_move', { date: '', time: '' }).split(' ')[0] ?? '',
  );
  expect(await ask('select distinct timeslot_id as id from ticket where order_id = $1', [orderId])).toEqual([
    { id: dearer },
  ]);

  const closed = await dearerTime(500);
  await moveTo(closed);
  await pay(() => ask(`update timeslot set state = 'closed' where id = $1`, [closed]));
  await expect(visitor.getByRole('status')).toContainText(t('told.change_undone'));
  await staff.goto('/staff/orders?waits=help');
  await expect(staff.locator(`a[href$="${orderId}"]`)).toBeVisible();
  await staff.context().close();
}
