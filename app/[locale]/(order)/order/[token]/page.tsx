import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { findLastChange, type LastChange } from '#lib/booking/find-last-change.ts';
import { findOpenChange, type OpenChange } from '#lib/booking/find-open-change.ts';
import { findOrderCancellation, type OrderCancellation } from '#lib/booking/find-order-cancellation.ts';
import { listOtherTimes } from '#lib/booking/list-other-times.ts';
import { type Changeable, findChangeable } from '#lib/booking/quote-change.ts';
import type { OrderState } from '#lib/booking/values.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { paths } from '#lib/platform/paths.ts';
import { getSettings, type Settings } from '#lib/platform/settings.ts';
import { dateAt, type IsoDate } from '#lib/platform/time.ts';
import { Frame, museumOfRequest } from '../../../frame.tsx';
import { openOrder } from './open-order.ts';
import { OrderEnded } from './order-ended.tsx';
import { PaymentOpen } from './payment-open.tsx';
import { RunOut } from './run-out.tsx';
import { SlotCancelled } from './slot-cancelled.tsx';
import { TicketsIssued } from './tickets-issued.tsx';
import { type TypedTickets, typedTickets } from './typed-tickets.ts';

type Props = {
  params: Promise<{ locale: string; token: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, order } = await openOrder(params);
  return {
    title: `${translator(locale, 'order')('summary.title')} · ${order.code}`,
    robots: { index: false, follow: false },
  };
}

/** One order behind its secret link: whatever its state, the page says what is so and what one can do. */
export default async function OrderPage({ params, searchParams }: Props) {
  const { order, token, locale, ctx } = await openOrder(params);
  const isCancelled = order.timeslot.state === 'cancelling' || order.timeslot.state === 'cancelled';
  if (order.state === 'held' && !order.isRunOut && !isCancelled) {
    redirect(order.hasChosenTypes ? paths.orderDetails(locale, token) : paths.orderTickets(locale, token));
  }
  const [museum, settings, query] = await Promise.all([
    museumOfRequest(),
    getSettings(ctx.db, order.timeslot.visitDate),
    searchParams,
  ]);
  const cancellation = isCancelled ? await findOrderCancellation(ctx.db, order.id) : null;
  const others = cancellation?.state === 'offered' ? await listOtherTimes(ctx.db, order.id) : null;
  const isPaid = order.state === 'paid' || order.state === 'partially_refunded' || order.state === 'disputed';
  const [changeable, change] = isPaid
    ? await Promise.all([findChangeable(ctx.db, order.id), findOpenChange(ctx.db, order.id)])
    : [null, null];
  const told = typeof query.told === 'string' ? query.told : null;
  const lastChange = isPaid && told && /^change|^checking$/.test(told) ? await findLastChange(ctx.db, order.id) : null;
  const facts = {
    order,
    token,
    locale,
    museum,
    beThereMinutes: settings.be_there_minutes,
    today: dateAt(ctx.now, museum.timeZone),
    settings,
    changeable,
    change,
    lastChange,
    told,
    typed: typedTickets(Object.entries(query)),
  };
  return (
    <Frame locale={locale} here={(other) => paths.order(other, token, facts.typed)}>
      {cancellation && mayChoose.includes(order.state) ? (
        <SlotCancelled {...facts} cancellation={cancellation} others={others} />
      ) : (
        <Content {...facts} cancellation={cancellation} />
      )}
    </Frame>
  );
}

// In every other state the order has come to its end, and its own page says how.
const mayChoose: readonly OrderState[] = [
  'held',
  'expired',
  'awaiting_payment',
  'expiring',
  'paid',
  'partially_refunded',
];

export type OrderFacts = Omit<Awaited<ReturnType<typeof openOrder>>, 'ctx'> & {
  museum: Awaited<ReturnType<typeof museumOfRequest>>;
  beThereMinutes: number;
  /** The museum's date. */
  today: IsoDate;
  settings: Settings;
  /** How far a paid order can be changed, and the change that waits for its money. */
  changeable: Changeable | null;
  change: OpenChange | null;
  /** The change that was made or paid last, where something of it has just happened. */
  lastChange: LastChange | null;
  /** A code of what has just happened, from the address; only known ones are shown. */
  told: string | null;
  /** The numbers of tickets that were typed when the hold had run out. */
  typed: TypedTickets;
};

function Content(props: OrderFacts & { cancellation: OrderCancellation | null }) {
  switch (props.order.state) {
    case 'held':
    case 'expired':
      return <RunOut {...props} />;
    case 'awaiting_payment':
    case 'expiring':
      return <PaymentOpen {...props} />;
    case 'paid':
    case 'partially_refunded':
    case 'disputed':
      return <TicketsIssued {...props} />;
    default:
      return <OrderEnded {...props} />;
  }
}
