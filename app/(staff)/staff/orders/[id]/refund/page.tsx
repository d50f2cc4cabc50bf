import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { BackLink } from '#app/_ui/back-link.tsx';
import { EmptyState } from '#app/_ui/empty-state.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { auth, requireStaff } from '#app/(staff)/auth.ts';
import type { SearchParams } from '#app/(staff)/search-params.ts';
import { StaffPage } from '#app/(staff)/staff-page.tsx';
import { quoteRefund } from '#lib/booking/quote-refund.ts';
import { refundRefusals } from '#lib/booking/refund-tickets.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { defaultLocale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { ChooseForm } from './choose-form.tsx';
import { ConfirmForm } from './confirm-form.tsx';
import { readChoice } from './refund-choice.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator((await auth())?.locale ?? defaultLocale, 'refunds')('order.link') };
}

/** Taking tickets of one order back: choose, see the sum, say why, confirm. */
export default async function RefundPage(props: { params: Promise<{ id: string }>; searchParams: SearchParams }) {
  const { id } = await props.params;
  if (!isUuid(id)) notFound();
  const ctx = await requireStaff('orders.refund', paths.staffRefund(id));
  const quote = await quoteRefund(ctx.db, id);
  if (!quote) notFound();
  const query = await props.searchParams;
  const all = readChoice({ tickets: [query.ticket ?? []].flat(), cause: query.cause, waive: query.waive });
  const open = quote.state === 'paid' || quote.state === 'partially_refunded' ? quote.tickets : [];
  const tickets = open.filter(({ state }) => state === 'valid');
  const choice = {
    ...all,
    ticketIds: all.ticketIds.filter((chosen) => tickets.some((ticket) => ticket.id === chosen)),
  };
  const t = translator(ctx.locale, 'refunds');
  const refused = refundRefusals.find((code) => code === query.refused);
  const done = (['refunding', 'waiver_asked'] as const).find((kind) => kind === query.done);
  return (
    <StaffPage ctx={ctx} room="orders" path={paths.staffRefund(id, choice)}>
      <BackLink href={paths.staffOrder(id)}>{t('order.back')}</BackLink>
      <div className="stack-wide">
        <h1>{t('order.title', { code: quote.code })}</h1>
        {done ? (
          <Notice kind="done" live>
            {t(`order.done.${done}`)}
          </Notice>
        ) : null}
        {refused ? (
          <Notice kind="refused" live>
            {t(`order.refusals.${refused}`)}
          </Notice>
        ) : null}
        {tickets.length === 0 ? (
          <EmptyState title={t('order.nothingTitle')}>{t('order.nothingText')}</EmptyState>
        ) : (
          <>
            <p>{t('order.ladder', { percent: quote.sharePerMille / 10 })}</p>
            <ChooseForm t={t} orderId={id} currency={quote.currency} tickets={tickets} choice={choice} />
            {choice.ticketIds.length > 0 ? (
              <ConfirmForm t={t} quote={quote} choice={choice} isNoteMissing={refused === 'note_missing'} />
            ) : null}
          </>
        )}
      </div>
    </StaffPage>
  );
}
