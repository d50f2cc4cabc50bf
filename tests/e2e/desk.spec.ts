import { randomBytes } from 'node:crypto';
import { expect, type Page, test } from '@playwright/test';
import { newTicketKey } from '#lib/platform/keyring.ts';
import { formatShortCode, newShortCode } from '#lib/tickets/short-code.ts';
import { bookFree, qrTextOf, ticketsOf } from '#tests/support/booked-free.ts';
import { filmCode } from '#tests/support/filmed-code.ts';
import { ask, visitIsNow } from '#tests/support/museum-outside.ts';
import { expectGoodPage } from '#tests/support/page.ts';
import { openDesk } from '#tests/support/staff.ts';
import { words } from '#tests/support/words.ts';

// Each journey takes its own places: they may run side by side.
test.describe.configure({ mode: 'parallel' });

const d = words('az', 'desk');

test.use({ viewport: { width: 1280, height: 900 } });

/** Types a code, or lets the hand scanner type it, and reads the answer. */
async function scan(desk: Page, code: string, word: string): Promise<void> {
  await desk.locator('#desk-code').fill(code);
  await desk.keyboard.press('Enter');
  await expectWord(desk, word);
}

const expectWord = (desk: Page, word: string) =>
  expect(desk.locator('.answer-word').first()).toHaveText(d(`words.${word}`));

/** What the content security policy kept the page from doing. */
function refusedByPolicy(page: Page): string[] {
  const refused: string[] = [];
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) refused.push(message.text());
  });
  return refused;
}

test('the door answers each ticket: another day, too early, let in, used, unknown, forged', async ({
  page,
  context,
}) => {
  const booked = await bookFree(await context.newPage(), 3, 'Səbinə Quliyeva');
  const [first, second, third] = booked.tickets;
  if (!first || !second || !third) throw new Error('three tickets were booked');
  const refused = refusedByPolicy(page);
  await openDesk(page);
  await expectGoodPage(page, 'az');
  const token = await qrTextOf(first);
  await scan(page, token, 'wrong_day');
  await expect(page.locator('.answer').first()).toContainText(booked.visitDate.split('-').reverse().join('.'));
  await visitIsNow(booked.code, 20);
  await scan(page, second.shortCode, 'too_early');
  await expectGoodPage(page, 'az');
  await visitIsNow(booked.code);
  await scan(page, await qrTextOf(third), 'admitted');
  await expectGoodPage(page, 'az');
  // The other two came along: one press.
  await page.getByRole('button', { name: d('actions.others', { people: 2 }) }).click();
  await expect(page.locator('.answer').first()).toContainText(d('facts.letInOf', { people: 2, size: 2 }));
  await scan(page, token, 'already_used');
  await page.setViewportSize({ width: 390, height: 844 });
  await expectGoodPage(page, 'az');
  await scan(page, newShortCode(randomBytes), 'unknown');
  await scan(page, await qrTextOf(first, newTicketKey(1).privateKey), 'unknown');
  await expect(page.locator('.answer').first()).toContainText(d('facts.forged'));
  expect((await ticketsState(booked.id)).every((people) => people === 1)).toBe(true);
  expect(refused).toEqual([]);
});

test('a party comes in parts, each counted', async ({ page }) => {
  const [party] = await ask<{ id: string; code: string; size: number }>(
    `select o.id, o.code, t.party_size as size from ticket t join orders o on o.id = t.order_id join timeslot s on s.id = t.timeslot_id
      where t.party_size > 4 and t.admitted_people = 0 and s.starts_at > now() and t.state = 'valid' and o.state = 'paid'
      order by random() limit 1`,
  );
  if (!party) throw new Error('no class is expected');
  await visitIsNow(party.code);
  const [ticket] = await ticketsOf(party.id);
  if (!ticket) throw new Error('the class has no ticket');
  await openDesk(page);
  const letIn = async (code: string, people: number) => {
    await scan(page, code, 'choose');
    await page.getByLabel(d('people'), { exact: true }).first().fill(String(people));
    await page.locator('.answer-act').click();
    await expectWord(page, 'admitted');
  };
  await letIn(await qrTextOf(ticket), 3);
  await expect(page.locator('.answer').first()).toContainText(d('facts.party', { admitted: 3, size: party.size }));
  // The desk takes the very same code twice in a breath for a scanner's echo; the later ones come as they are typed.
  await letIn(ticket.shortCode, party.size - 3);
  await scan(page, formatShortCode(ticket.shortCode), 'already_used');
  expect(await ticketsState(party.id)).toEqual([party.size]);
});

test('the network is lost and comes back: no scan is lost', async ({ page, context }) => {
  const booked = await bookFree(await context.newPage(), 2, 'Orxan Həsənov');
  const [first, second] = booked.tickets;
  if (!first || !second) throw new Error('two tickets were booked');
  await visitIsNow(booked.code);
  await openDesk(page);
  await context.setOffline(true);
  await scan(page, first.shortCode, 'no_answer');
  await expect(page.locator('.answer').first()).toContainText(d('facts.offline'));
  await expect(page.getByText(d('unsent', { count: 1 }))).toBeVisible();
  await context.setOffline(false);
  await expectWord(page, 'admitted');
  await expect(page.getByText(d('unsent', { count: 0 }))).toBeVisible();

  // The same, and the tablet is switched off meanwhile.
  await context.setOffline(true);
  await scan(page, second.shortCode, 'no_answer');
  await page.close();
  await context.setOffline(false);
  const reopened = await context.newPage();
  await reopened.goto('/desk');
  await expect(reopened.getByText(d('unsent', { count: 0 }))).toBeVisible();
  await expect.poll(() => ticketsState(booked.id)).toEqual([1, 1]);
  const [scans] = await ask('select count(*)::int as scans from scan where ticket_id = any ($1)', [
    booked.tickets.map(({ id }) => id),
  ]);
  expect(scans).toEqual({ scans: 2 });
});

test('the camera reads a ticket and lets it in, under the content security policy', async ({
  playwright,
  launchOptions,
  baseURL,
  context,
}, testInfo) => {
  const booked = await bookFree(await context.newPage(), 1, 'Leyla Rzayeva');
  await visitIsNow(booked.code);
  const film = testInfo.outputPath('ticket.y4m');
  filmCode(await qrTextOf(booked.tickets[0] as (typeof booked.tickets)[number]), film);
  const camera = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
  const browser = await playwright.chromium.launch({
    ...launchOptions,
    args: [...(launchOptions.args ?? []), ...camera, `--use-file-for-fake-video-capture=${film}`],
  });
  try {
    const viewport = { width: 390, height: 844 };
    const page = await (await browser.newContext({ baseURL, permissions: ['camera'], viewport })).newPage();
    const refused = refusedByPolicy(page);
    await openDesk(page);
    await page.getByRole('button', { name: d('camera.on') }).click();
    await expectWord(page, 'admitted');
    await expectGoodPage(page, 'az');
    await page.getByRole('button', { name: d('camera.off') }).click();
    await expect(page.locator('video')).toHaveCount(0);
    expect(refused).toEqual([]);
  } finally {
    await browser.close();
  }
  expect(await ticketsState(booked.id)).toEqual([1]);
});

/** How many have been let in on each ticket of an order. */
async function ticketsState(orderId: string): Promise<number[]> {
  const rows = await ask<{ people: number }>(
    'select admitted_people as people from ticket where order_id = $1 order by unit_no',
    [orderId],
  );
  return rows.map(({ people }) => people);
}
