import { expect, type Page, test } from '@playwright/test';
import { ask, letterTo } from '#tests/support/museum-outside.ts';
import { alertOn, expectGoodPage } from '#tests/support/page.ts';
import { signIn } from '#tests/support/staff.ts';
import { newAddress } from '#tests/support/visitor.ts';
import { words } from '#tests/support/words.ts';

const t = words('az', 'board');
const states = words('az', 'groups');

/** A start of the class programme that schools may ask for, on the latest such day: other journeys come earlier. */
async function classTime(): Promise<{ date: string; time: string }> {
  const [found] = await ask<{ date: string; time: string }>(`
    select t.visit_date::text as date, to_char(t.start_time, 'HH24:MI') as time from timeslot t join product p on p.id = t.product_id
     where p.code = 'class-programme' and t.state = 'on_sale' and t.visit_date > current_date + 10
       and not exists (select 1 from school_break b where t.visit_date between b.first_date and b.last_date)
     order by t.visit_date desc, t.starts_at limit 1`);
  if (!found) throw new Error('no class can be asked for');
  return found;
}

const act = async (page: Page, title: string, button: string, reason?: string) => {
  const fold = page.locator('details', { has: page.locator('summary', { hasText: t(title) }) });
  await fold.locator('summary').click();
  if (reason) await fold.getByRole('combobox').selectOption(reason);
  await fold.getByRole('button', { name: t(button) }).click();
};

test('a school by telephone: waits, is offered, agrees, is moved by keyboard in the week, and is cancelled by the museum', async ({
  page,
  browser,
}) => {
  test.setTimeout(150_000);
  const wish = await classTime();
  const email = newAddress();
  await signIn(page, 'education', '/staff/groups');
  await expectGoodPage(page, 'az');
  await page.getByRole('link', { name: t('list.byTelephone') }).click();

  // One thing is wrong: it is said beside its field, and nothing typed is lost.
  const typed = {
    pupils: '13',
    teachers: '0',
    ageFrom: '16',
    ageUntil: '17',
    date1: wish.date,
    time1: wish.time,
    institutionName: `${email.split('@')[0]} məktəbi`,
    bookerName: 'Aytən Məmmədova',
    email,
    phone: '+994 50 000 00 00',
  };
  for (const [name, value] of Object.entries(typed)) await page.locator(`#${name}`).fill(value);
  await page.locator('#acceptsRules').check();
  await page.getByRole('button', { name: t('new.submit') }).click();
  await expect(alertOn(page)).toContainText(t('new.faults.too_few_adults', { needed: 1 }));
  await expectGoodPage(page, 'az');
  await expect(page.locator('#institutionName')).toHaveValue(typed.institutionName);
  await expect(page.locator('#acceptsRules')).toBeChecked();
  await page.locator('#teachers').fill('1');
  await page.getByRole('button', { name: t('new.submit') }).click();

  await expect(page.getByText(t('done.taken'))).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(typed.institutionName);
  await expectGoodPage(page, 'az');
  const dossier = new URL(page.url()).pathname;
  await letterTo(email);

  // The waiting list: what is free is offered by itself.
  await act(page, 'acts.wait.title', 'acts.wait.do');
  await expect(page.getByText(t('done.waitlisted'))).toBeVisible();
  await expect
    .poll(
      async () => {
        await page.goto(dossier);
        return page.locator('h1 + p').textContent();
      },
      { timeout: 60_000, intervals: [2000] },
    )
    .toContain(states('states.offered'));
  await expect(page.getByRole('heading', { name: t('offer.title') })).toBeVisible();
  await page.getByRole('button', { name: t('offer.withdraw') }).click();
  await expect(page.getByText(t('done.withdrawn'))).toBeVisible();

  // Nothing is picked: said, and the word stays. Then one plan is agreed at once.
  await page.getByLabel(t('plans.words')).fill('Buyurun');
  await page.getByRole('button', { name: t('plans.offer') }).click();
  await expect(page.getByText(t('refused.nothing_picked'))).toBeVisible();
  await expect(page.getByLabel(t('plans.words'))).toHaveValue('Buyurun');
  await page.locator('input[name="pick"]').first().check();
  await page.getByRole('button', { name: t('plans.book') }).click();
  await expect(page.getByText(t('done.booked'))).toBeVisible();
  await expectGoodPage(page, 'az');

  // The week: its block is picked up, taken to the next start that is possible, and laid down.
  await page.getByRole('link', { name: t('agreed.week') }).click();
  await expectGoodPage(page, 'az');
  await page.getByRole('link', { name: t('week.moveStop') }).click();
  const block = page.locator(`a[data-move="${dossier.split('/').at(-1)}"]`).first();
  const status = page.locator('.mover');
  const before = await block.getAttribute('data-minute');
  await block.focus();
  await block.press('Enter');
  await expect(status).toHaveText(t('week.picked', { name: typed.institutionName }));
  await expect(page.locator('th[data-target="free"]').first()).toBeAttached();
  await block.press('Escape');
  await expect(status).toHaveText(t('week.left'));
  await block.press('Enter');
  await expect(status).toHaveText(t('week.picked', { name: typed.institutionName }));
  for (let tries = 0; tries < 12; tries += 1) {
    const said = await status.textContent();
    await block.press('ArrowRight');
    await expect(status).not.toHaveText(said ?? '');
    if ((await status.textContent())?.includes('Enter')) break;
  }
  await expectGoodPage(page, 'az');
  await block.press('Enter');
  await expect(page.getByText(t('done.moved'))).toBeVisible();
  await expect(block).not.toHaveAttribute('data-minute', before ?? '');

  // The museum cancels.
  await page.goto(dossier);
  await act(page, 'acts.cancel.title', 'acts.cancel.do', 'technical');
  await expect(page.getByText(t('done.cancelled'))).toBeVisible();
  await expect(page.getByRole('row', { name: t('history.actions.group_cancelled_by_museum') })).toContainText(
    t('mails.group_cancelled'),
  );
  await expectGoodPage(page, 'az');
  const director = await (await browser.newContext()).newPage();
  await signIn(director, 'director', '/staff/demand');
  await expectGoodPage(director, 'az');
});
