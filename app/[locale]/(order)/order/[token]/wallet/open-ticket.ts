import { isTestMode } from '#lib/booking/load-documents.ts';
import { walletPassOf } from '#lib/booking/wallet-pass-of.ts';
import { getMuseum } from '#lib/catalog/queries.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { getSettings } from '#lib/platform/settings.ts';
import type { WalletPass } from '#lib/tickets/wallet-pass.ts';
import { openOrderForPost } from '../open-order.ts';

export type WalletParams = Promise<{ locale: string; token: string; ticket: string }>;

/** The pass of one ticket of the order behind the link; null for whatever is not one, so that unknown and foreign look alike. */
export async function openTicketPass(params: WalletParams): Promise<{ pass: WalletPass; ctx: Ctx } | null> {
  const opened = await openOrderForPost(params);
  const { ticket: id } = await params;
  const ticket = opened?.order.tickets.find((one) => one.id === id);
  if (!opened || !ticket) return null;
  const { order, ctx } = opened;
  const [museum, settings] = await Promise.all([getMuseum(ctx.db), getSettings(ctx.db, order.timeslot.visitDate)]);
  const options = { beThereMinutes: settings.be_there_minutes, isTest: isTestMode() };
  return { pass: await walletPassOf(order, museum, ticket, options), ctx };
}
