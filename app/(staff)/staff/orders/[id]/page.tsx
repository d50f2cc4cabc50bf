import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { BackLink } from '#app/_ui/back-link.tsx';
import { LinkButton } from '#app/_ui/button.tsx';
import { auth, requireStaff } from '#app/(staff)/auth.ts';
import { readFilters, type SearchParams } from '#app/(staff)/search-params.ts';
import { StaffPage } from '#app/(staff)/staff-page.tsx';
import { findOpenChange } from '#lib/booking/find-open-change.ts';
import { getOrderHistory } from '#lib/booking/order-history.ts';
import { findOrderView } from '#lib/booking/order-view.ts';
import { getMuseum } from '#lib/catalog/queries.ts';
import { can } from '#lib/platform/ctx.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { isUuid, newId } from '#lib/platform/ids.ts';
import { defaultLocale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { dateAt } from '#lib/platform/time.ts';
import { OrderChange, OrderHelp } from './order-change.tsx';
import { OrderFacts } from './order-facts.tsx';
import { OrderHistoryTable, OrderStepsTable } from './order-history-table.tsx';
import { OrderLines, OrderTickets } from './order-lines.tsx';
import { OrderMessages, OrderMoney } from './order-money.tsx';
import { SendAgain } from './send-again.tsx';
import { TakePayment } from './take-payment.tsx';

export async function generateMetadata(): Promise<Metadata> {
  // The order's code stands on the page; a title would stay in the browser's history.
  return { title: translator((await auth())?.locale ?? defaultLocale, 'staff')('orders.columns.code') };
}

/** One order: what was ordered, who has come, the money, the messages, and everything that happened. */
export default async function OrderPage(props: { params: Promise<{ id: string }>; searchParams: SearchParams }) {
  const { id } = await props.params;
  const ctx = await requireStaff('orders.see', isUuid(id) ? paths.staffOrder(id) : paths.staffOrders());
  const answer = await getOrderHistory(ctx, id);
  const order = answer.ok ? await findOrderView(ctx.db, id) : null;
  if (!answer.ok || !order) notFound();
  const change = await findOpenChange(ctx.db, id);
  const { one } = await readFilters(props.searchParams);
  const { timeZone } = await getMuseum(ctx.db);
  const t = translator(ctx.locale, 'staff');
  const shown = { t, locale: ctx.locale, zone: timeZone, order, history: answer.history };
  return (
    <StaffPage ctx={ctx} room="orders" path={paths.staffOrder(id)}>
      <BackLink href={paths.staffOrders()}>{t('order.back')}</BackLink>
      <div className="stack-wide">
        <h1>{t('order.title', { code: order.code })}</h1>
        <div className="two-columns">
          <div className="stack-wide">
            <OrderChange
              locale={ctx.locale}
              zone={timeZone}
              order={order}
              change={change}
              canChange={can(ctx.actor, 'orders.change')}
              told={one('change')}
            />
            <TakePayment
              actor={ctx.actor}
              locale={ctx.locale}
              order={order}
              change={change}
              today={dateAt(ctx.now, timeZone)}
              one={one}
            />
            <OrderHelp {...shown} />
            <OrderLines {...shown} />
            <OrderTickets {...shown} />
            <OrderMoney {...shown} />
            <OrderMessages {...shown} />
            <OrderHistoryTable {...shown} />
            <OrderStepsTable {...shown} />
          </div>
          <div className="stack-wide">
            <OrderFacts {...shown} />
            {can(ctx.actor, 'orders.refund') && order.tickets.some((ticket) => ticket.state === 'valid') ? (
              <LinkButton look="quiet" href={paths.staffRefund(id)}>
                {translator(ctx.locale, 'refunds')('order.link')}
              </LinkButton>
            ) : null}
            {can(ctx.actor, 'orders.change') && (order.state === 'paid' || order.state === 'partially_refunded') ? (
              <LinkButton look="quiet" href={paths.staffMove(id)}>
                {translator(ctx.locale, 'cancellation')('staff.move.link')}
              </LinkButton>
            ) : null}
            {can(ctx.actor, 'orders.change') ? (
              <SendAgain
                t={t}
                order={order}
                requestKey={newId()}
                isSent={one('sent') === '1'}
                refused={one('refused')}
              />
            ) : null}
          </div>
        </div>
      </div>
    </StaffPage>
  );
}
