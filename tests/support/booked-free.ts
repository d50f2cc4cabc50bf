import { expect, type Page } from '@playwright/test';
import { loadKeyringSync } from '#lib/platform/keyring.ts';
import { importSigningKey } from '#lib/tickets/ticket-keys.ts';
import { encodeTicketToken } from '#lib/tickets/ticket-token.ts';
import { ask } from './museum-outside.ts';
import { hold, orderOn } from './visit-time.ts';
import {
  chooseTypes,
  fillDetails,
  type Journey,
  mainButton,
  newAddress,
  quantityField,
  ticketNames,
} from './visitor.ts';
import { words } from './words.ts';

export type Booked = { id: string; code: string; email: string; visitDate: string; tickets: BookedTicket[] };
export type BookedTicket = { id: string; shortCode: string; tokenVersion: number; partySize: number };

/** A visitor books free tickets for small children: the shortest way to tickets that no document has to be shown for. */
export async function bookFree(page: Page, people: number, name: string): Promise<Booked> {
  const journey: Journey = { page, locale: 'az', isKnown: true };
  const email = newAddress();
  const visit = await hold(journey, 'hall-only', people);
  await page.getByText(words('az', 'order')('tickets.moreTypes')).click();
  await quantityField(journey, 'adult').fill('0');
  await chooseTypes(journey, { [ticketNames.az.preschool]: people });
  await fillDetails(journey, { email, name });
  await mainButton(journey).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(words('az', 'order')('paid.title'));
  const { id, code } = await orderOn(page);
  return { id, code, email, visitDate: visit.date, tickets: await ticketsOf(id) };
}

/** The tickets of an order, in the order in which they were issued. */
export function ticketsOf(orderId: string): Promise<BookedTicket[]> {
  return ask<BookedTicket>(
    `select id, short_code as "shortCode", token_version as "tokenVersion", party_size as "partySize"
       from ticket where order_id = $1 order by unit_no`,
    [orderId],
  );
}

/** What a ticket's QR code says; signed with the museum's own key, or with another's. */
export async function qrTextOf(ticket: BookedTicket, privateKey?: string): Promise<string> {
  const [museum] = await ask<{ slug: string }>('select slug from museum');
  const key = loadKeyringSync(process.env.MUSEUM_DATA_DIR).ticketKeys.at(-1);
  if (!museum || !key) throw new Error('the museum has no key');
  return encodeTicketToken(
    { ticketId: ticket.id, tokenVersion: ticket.tokenVersion, lastDate: '2099-12-31', partySize: ticket.partySize },
    await importSigningKey({ keyId: key.keyId, privateKey: privateKey ?? key.privateKey }, museum.slug),
  );
}
