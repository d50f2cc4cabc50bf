import { notFound } from 'next/navigation';
import { cache } from 'react';
import { findOrderByLink, type OrderView } from '#lib/booking/order-view.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { isLocale, type Locale } from '#lib/platform/locales.ts';
import { visitorRequest } from '#lib/platform/request.ts';

export type OrderParams = Promise<{ locale: string; token: string }>;

const findOnce = cache((token: string) => findOrderByLink(visitorRequest('az').db, token));

/** The order behind the link of this page; not found for whatever opens nothing. Read once per request. */
export async function openOrder(
  params: OrderParams,
): Promise<{ order: OrderView; token: string; locale: Locale; ctx: Ctx }> {
  const { locale, token } = await params;
  if (!isLocale(locale)) notFound();
  const order = await findOnce(token);
  if (!order) notFound();
  return { order, token, locale, ctx: visitorRequest(locale, { orderId: order.id }) };
}

/** The same for a route handler; null where a page would be "not found". */
export async function openOrderForPost(
  params: OrderParams,
): Promise<{ order: OrderView; token: string; locale: Locale; ctx: Ctx } | null> {
  const { locale, token } = await params;
  if (!isLocale(locale)) return null;
  const order = await findOrderByLink(visitorRequest(locale).db, token);
  return order ? { order, token, locale, ctx: visitorRequest(locale, { orderId: order.id }) } : null;
}
