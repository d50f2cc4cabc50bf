import { expect, type Page } from '@playwright/test';
import type { Locale } from '#lib/platform/locales.ts';
import { expectGoodPage } from './page.ts';
import { words } from './words.ts';

/** With `isKnown`, the pages on the way are judged by another journey and not again by this one. */
export type Journey = { page: Page; locale: Locale; look?: (name: string) => Promise<void>; isKnown?: boolean };

const checked = async ({ page, locale, look, isKnown }: Journey, name: string): Promise<void> => {
  if (!isKnown) await expectGoodPage(page, locale);
  await look?.(name);
};

/** From the museum's page to the times of the first day on which this product is open. */
export async function openTimes(journey: Journey, product: string, people: number): Promise<void> {
  const { page, locale } = journey;
  await page.goto(`/${locale}`);
  await checked(journey, '1-museum');
  await page.locator(`a[href^="/${locale}/visit/${product}"]`).first().click();
  await expect(page).toHaveURL(new RegExp(`/${locale}/visit/${product}`));
  await checked(journey, '2-calendar');
  // The second open day: the first may be today, whose times run away while we look. A day may have more than one link.
  const days = page.locator(`#month a[href*="/visit/${product}/20"]`);
  const datesShown = async (): Promise<string[]> => {
    const dates = await days.evaluateAll((links) =>
      links.map((link) => link.getAttribute('href')?.match(/\/(\d{4}-\d\d-\d\d)/)?.[1] ?? ''),
    );
    return [...new Set(dates)].sort();
  };
  let dates = await datesShown();
  if (dates.length < 2) {
    await page.locator('a[rel="next"]').first().click();
    await expect.poll(async () => (await datesShown()).length).toBeGreaterThan(1);
    dates = await datesShown();
  }
  await page.locator(`#month a[href*="/visit/${product}/${dates[1]}"]`).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(words(locale, 'visit')('day.title'));
  await page.getByLabel(words(locale, 'visit')('day.people')).fill(String(people));
  await page.getByRole('button', { name: words(locale, 'visit')('day.peopleAction') }).click();
  await expect(page).toHaveURL(new RegExp(`people=${people}`));
  await checked(journey, '3-times');
}

/** Takes the last time of the day that has room, so that parallel journeys do not meet. */
export async function takeTime(journey: Journey, which: 'first' | 'last' = 'last'): Promise<void> {
  const { page, locale } = journey;
  const times = page.locator('button[name="timeslotId"]');
  await (which === 'first' ? times.first() : times.last()).click();
  await expect(page).toHaveURL(new RegExp(`/${locale}/order/[A-Za-z0-9_-]{32}/tickets`));
  await checked(journey, '4-tickets');
}

/** Sets the numbers of tickets, by the type's name in the journey's language, and goes on. */
export async function chooseTypes(journey: Journey, quantities: Record<string, number>): Promise<void> {
  const { page, locale } = journey;
  const t = words(locale, 'order');
  for (const [type, quantity] of Object.entries(quantities)) {
    await page.getByLabel(t('tickets.quantity', { type }), { exact: true }).fill(String(quantity));
  }
  await page.getByRole('button', { name: t('tickets.continue'), exact: true }).click();
  await expect(page).toHaveURL(/\/details$/);
  await checked(journey, '5-details');
}

/** Fills in the details; the button is pressed by the caller, who knows whether there is something to pay. */
export async function fillDetails(journey: Journey, details: { email: string; name?: string }): Promise<void> {
  const { page, locale } = journey;
  const t = words(locale, 'order');
  await page.getByLabel(t('details.email')).fill(details.email);
  if (details.name) await page.getByLabel(t('details.name')).fill(details.name);
  const advisory = page.getByLabel(t('details.advisory'));
  if (await advisory.count()) await advisory.check();
  await page.getByLabel(t('details.terms')).check();
}

/** Names of the demonstration's ticket types, as each language has them. */
export const ticketNames: Record<Locale, { adult: string; pupil: string; preschool: string }> = {
  az: { adult: 'Böyüklər, Azərbaycan vətəndaşı', pupil: 'Məktəbli', preschool: 'Məktəbəqədər uşaq' },
  en: { adult: 'Adult, citizen of Azerbaijan', pupil: 'Pupil', preschool: 'Child under school age' },
  ru: { adult: 'Взрослый, гражданин Азербайджана', pupil: 'Школьник', preschool: 'Ребёнок дошкольного возраста' },
};

/** The field of a ticket type's number. */
export const quantityField = ({ page, locale }: Journey, type: keyof (typeof ticketNames)['az']) =>
  page.getByLabel(words(locale, 'order')('tickets.quantity', { type: ticketNames[locale][type] }), { exact: true });

/** The one button that sends the form of this page. */
export const mainButton = ({ page }: Journey) => page.locator('main form button:not([formaction])').last();

/** From the details to the payment page. */
export async function goToPay(journey: Journey, email: string): Promise<void> {
  await fillDetails(journey, { email });
  await mainButton(journey).click();
  await expect(journey.page).toHaveURL(/\/c\/pay\//);
}

/** An e-mail address that nobody else writes to. */
export const newAddress = (): string => `visitor-${crypto.randomUUID().slice(0, 13)}@example.az`;
