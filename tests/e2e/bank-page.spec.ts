import { expect, test } from '@playwright/test';
import { type BankpageSandbox, startBankpageSandbox } from '#lib/demo/bankpage-sandbox/server.ts';
import { words } from '#lib/demo/bankpage-sandbox/words.ts';
import { bankpageGateway } from '#lib/payments/gateways/bankpage/bankpage.ts';
import { newId } from '#lib/platform/ids.ts';
import { locales } from '#lib/platform/locales.ts';
import { required } from '#lib/platform/result.ts';
import { alertOn, expectGoodPage } from '#tests/support/page.ts';

let bank: BankpageSandbox;
test.beforeAll(async () => {
  bank = await startBankpageSandbox({
    port: 0,
    file: ':memory:',
    merchant: 'TEST-E2E',
    secret: 'e2e-secret-of-the-bank',
    callbackUrl: null,
  });
});
test.afterAll(() => bank.close());

test.use({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });

for (const locale of locales) {
  test(`the bank’s page is for everybody, without script (${locale})`, async ({ page, browser }) => {
    const gateway = required(
      bankpageGateway({
        BANKPAGE_MERCHANT: 'TEST-E2E',
        BANKPAGE_SECRET: 'e2e-secret-of-the-bank',
        BANKPAGE_API_BASE: bank.url,
      }),
      'the gateway',
    );
    const opened = await gateway.openCheckout({
      idempotencyKey: 'e2e',
      paymentId: newId(),
      orderId: newId(),
      orderCode: 'E2E12345',
      currency: 'AZN',
      lines: [{ name: 'Full route, 12.12.2026, 10:30 · Adult', quantity: 2, unitAmountMinor: 500 }],
      locale,
      email: null,
      expiresAt: new Date(Date.now() + 1_200_000),
      successUrl: `${bank.url}/back`,
      cancelUrl: `${bank.url}/cancelled`,
    });
    if (!opened.ok || !opened.url) throw new Error('not opened');
    const say = words[locale];
    // Axe runs as a script: the page itself has none, and works without.
    const scripted = await browser.newContext({
      javaScriptEnabled: true,
      bypassCSP: true,
      viewport: { width: 390, height: 844 },
    });
    const seeing = await scripted.newPage();
    const look = async () => {
      await seeing.goto(opened.url ?? '');
      await expectGoodPage(seeing, locale);
    };
    await page.goto(opened.url);
    await look();
    await page.locator('button.act').click();
    await expect(alertOn(page)).toContainText(say.wrong.number);
    await page.getByRole('button', { name: say.cards['4000000000009995'] }).click();
    await page.locator('button.act').click();
    await expect(alertOn(page)).toContainText(say.refused.text[116] ?? '');
    await page.getByRole('button', { name: say.cards['4242424242424242'] }).click();
    await page.locator('button.act').click();
    await expect(page).toHaveURL(/\/back\?orderId=/);
    await look();
    await expect(seeing.getByRole('heading', { level: 1 })).toHaveText(say.paid.title);
    expect(await gateway.readOutcome(opened.sessionId)).toMatchObject({
      ok: true,
      state: 'succeeded',
      amountMinor: 1000,
      currency: 'AZN',
    });
    await scripted.close();
  });
}
