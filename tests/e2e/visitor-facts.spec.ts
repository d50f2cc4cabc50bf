import { expect, test } from '@playwright/test';
import { translator } from '#lib/platform/i18n/translator.ts';
import { formatMoney } from '#lib/platform/money.ts';
import { formatDate } from '#lib/platform/time.ts';
import { ask } from '#tests/support/museum-outside.ts';
import { alertOn, expectGoodPage } from '#tests/support/page.ts';
import { hold, openDay, orderOn, timeButton } from '#tests/support/visit-time.ts';
import { chooseTypes, fillDetails, type Journey, mainButton, newAddress, ticketNames } from '#tests/support/visitor.ts';
import { words } from '#tests/support/words.ts';

// Each journey takes its own places: they may run side by side.
test.describe.configure({ mode: 'parallel' });
test.use({ viewport: { width: 390, height: 844 } });

const free = { person: 'Disabled person', companion: 'Companion' };

test('every price is public before anything is chosen: by residency, by date, by the kind of day', async ({ page }) => {
  const t = words('ru', 'visit');
  await page.goto('/ru/visit/full-route');
  // The page says where it stands in the other languages.
  for (const locale of ['az', 'en', 'ru']) {
    const other = page.locator(`link[rel="alternate"][hreflang="${locale}"]`);
    await expect(other).toHaveAttribute('href', new RegExp(`/${locale}/visit/full-route$`));
  }
  const prices = page.locator('section', { has: page.locator('#prices') });
  await expect(prices).toContainText(formatMoney({ amountMinor: 500, currency: 'AZN' }, 'ru'));
  await expect(prices).toContainText(formatMoney({ amountMinor: 1000, currency: 'AZN' }, 'ru'));
  await expect(prices).toContainText('Учащиеся общеобразовательных школ');
  await expect(prices).toContainText(t('product.document', { document: 'Студенческий билет' }));
  await prices.getByText(t('product.byMuseum')).click();
  await expect(prices.getByText('Пресса')).toBeVisible();
  await expectGoodPage(page, 'ru');

  // The tariff that begins on a date holds on that date, and the page says from when.
  const [tariff] = await ask<{ date: string }>(
    `select min(valid_from)::text as date from price p join product r on r.id = p.product_id
      where r.code = 'full-route' and valid_from > current_date`,
  );
  const date = tariff?.date ?? '';
  await prices.getByRole('link', { name: t('product.pricesFrom', { date: formatDate(date) }) }).click();
  await expect(page).toHaveURL(new RegExp(date));
  const onDay = page.locator('section', { has: page.locator('#prices') });
  await expect(onDay).toContainText(formatMoney({ amountMinor: 600, currency: 'AZN' }, 'ru'));
  await expectGoodPage(page, 'ru');

  // On an open-door day everything is free.
  const [day] = await ask<{ date: string }>(
    `insert into day_type (visit_date, code, names)
     select current_date + 300, 'free_day', '{"az":"Açıq qapı günü","en":"Open-door day","ru":"День открытых дверей"}'
     on conflict (visit_date) do update set code = excluded.code returning visit_date::text as date`,
  );
  await page.goto(`/ru/visit/full-route/${day?.date}`);
  const onFreeDay = page.locator('section', { has: page.locator('#prices') });
  await expect(onFreeDay).toContainText(words('ru', 'common')('free'));
  await expect(onFreeDay).not.toContainText('₼');
});

test('the facts of the route and the way without steps at the same time, a press away', async ({ page }) => {
  const t = words('az', 'visit');
  const journey: Journey = { page, locale: 'az', isKnown: true };
  await page.goto('/az/visit/full-route');
  for (const fact of [
    t('product.facts.steps', { count: 23 }),
    t('product.facts.narrowest', { cm: 65 }),
    t('product.facts.dark'),
    t('product.facts.recordings'),
  ]) {
    await expect(page.getByText(fact, { exact: true })).toBeVisible();
  }
  await page.getByText(t('product.roomByRoom')).click();
  await expect(page.getByText('Təkadamlıq kamera').last()).toBeVisible();
  await expectGoodPage(page, 'az');

  // From the day: one press, the same day and party.
  const [both] = await ask<{ timeslotId: string; product: string; date: string; time: string }>(
    `select t.id as "timeslotId", 'full-route' as product, t.visit_date::text as date, to_char(t.start_time, 'HH24:MI') as time
       from timeslot t join product p on p.id = t.product_id
       join timeslot s on s.starts_at = t.starts_at and s.state = 'on_sale' join product a on a.id = s.product_id and a.code = 'hall-only'
       join pool q on q.timeslot_id = t.id and q.lane = 'public' join pool r on r.timeslot_id = s.id and r.lane = 'public'
      where p.code = 'full-route' and t.state = 'on_sale' and t.visit_date between current_date + 10 and current_date + 25
        and q.capacity - q.held - q.sold >= 6 and r.capacity - r.held - r.sold >= 6
      order by random() limit 1`,
  );
  if (!both) throw new Error('no time has room on both routes');
  await openDay(journey, both, 3);
  await page.getByRole('link', { name: t('day.alternative', { name: 'Baş zal (zirzəmisiz)' }) }).click();
  await expect(page).toHaveURL(new RegExp(`/visit/hall-only/${both.date}\\?people=3`));

  // Over the details, with needs typed: one press, and nothing typed is lost.
  await openDay(journey, both, 2);
  await timeButton(page, both).click();
  await chooseTypes(journey, { [ticketNames.az.adult]: 2 });
  const o = words('az', 'order');
  await expectGoodPage(page, 'az');
  const email = newAddress();
  await page.getByLabel(o('details.email')).fill(email);
  await page.getByLabel(o('details.needs')).fill('Əlil arabası');
  const before = await orderOn(page);
  await page.getByRole('button', { name: o('details.alternativeAction', { time: both.time }) }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Baş zal (zirzəmisiz)' })).toBeVisible();
  await expect(page.getByLabel(o('details.email'))).toHaveValue(email);
  await expect(page.getByLabel(o('details.needs'))).toHaveValue('Əlil arabası');
  const after = await orderOn(page);
  expect(after.totalMinor).toBe(600);
  expect(await ask('select state from orders where id = $1', [before.id])).toEqual([{ state: 'cancelled' }]);
  await expectGoodPage(page, 'az');
});

test('a companion comes with somebody: said beside the field, with every number kept', async ({ page }) => {
  const t = words('en', 'order');
  const journey: Journey = { page, locale: 'en', isKnown: true };
  await hold(journey, 'hall-only', 2);
  await page.getByText(t('tickets.moreTypes')).click();
  const field = (type: string) => page.getByLabel(t('tickets.quantity', { type }), { exact: true });
  await field(ticketNames.en.adult).fill('0');
  await field(free.person).fill('1');
  await field(free.companion).fill('2');
  await page.getByRole('button', { name: t('tickets.continue'), exact: true }).click();
  await expect(alertOn(page)).toContainText(t('tickets.refused.companion_without_person'));
  await expect(field(free.companion)).toHaveValue('2');
  await expect(field(free.companion)).toHaveAttribute('aria-invalid', 'true');
  await expectGoodPage(page, 'en');
  await chooseTypes(journey, { [free.companion]: 1 });
});

test('everybody’s name where the visit needs it: asked for, kept through errors and back, and on the tickets', async ({
  page,
}) => {
  const t = translator('en', 'order');
  const journey: Journey = { page, locale: 'en', isKnown: true };
  const names = ['Aygün Əliyeva', 'İlqar Əliyev'];
  await ask(`update product set names_required = 'each' where code = 'public-tour'`);
  await hold(journey, 'public-tour', 2);
  await chooseTypes(journey, { [ticketNames.en.adult]: 2 });
  const field = (number: number) => page.getByLabel(t('details.visitor', { number, type: ticketNames.en.adult }));
  await fillDetails(journey, { email: newAddress() });
  await field(1).fill(names[0] ?? '');
  await mainButton(journey).click();
  await expect(alertOn(page)).toContainText(t('details.errors.name_needed'));
  await expect(page.locator('#errors')).toBeFocused();
  await page.locator('#errors a').click();
  await expect(field(2)).toBeFocused();
  await expectGoodPage(page, 'en');
  await field(2).fill(names[1] ?? '');
  await mainButton(journey).click();
  await expect(page).toHaveURL(/\/c\/pay\//);
  await page.goBack();
  const { id } = await orderOn(page);
  expect(
    (await ask<{ name: string }>('select name from visitor_name where order_id = $1 order by unit_no', [id])).map(
      ({ name }) => name,
    ),
  ).toEqual(names);
});
