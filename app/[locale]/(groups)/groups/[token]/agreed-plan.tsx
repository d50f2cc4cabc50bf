import { LinkButton } from '#app/_ui/button.tsx';
import { StatusWord } from '#app/_ui/status-word.tsx';
import { findOrderView } from '#lib/booking/order-view.ts';
import { ticketQrText } from '#lib/booking/ticket-documents.ts';
import type { Museum } from '#lib/catalog/queries.ts';
import type { PlanView, VisitView } from '#lib/groups/visit-view.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { type Locale, localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { formatLongDate } from '#lib/platform/time.ts';
import { qrSvg } from '#lib/tickets/qr.ts';
import { formatShortCode } from '#lib/tickets/short-code.ts';
import { PlanFacts } from './offer-open.tsx';

/** What is agreed: the day, the groups, where to be, and the party's one code. */
export async function AgreedPlan(props: {
  view: VisitView;
  agreed: PlanView;
  token: string;
  locale: Locale;
  museum: Museum;
  ctx: Ctx;
}) {
  const { view, agreed, token, locale, museum } = props;
  const { ticket } = view;
  const t = translator(locale, 'request');
  const order = view.order && ticket ? await findOrderView(props.ctx.db, view.order.id) : null;
  const found = order?.tickets.find(({ id }) => id === ticket?.id);
  const qrText = order && found ? await ticketQrText(order, museum, found) : null;
  const code = ticket ? formatShortCode(ticket.shortCode) : '';
  const svg = qrText ? qrSvg(qrText, { size: '50mm', label: t('agreed.qr', { code }) }) : null;
  const isUsed = ticket !== null && ticket.admittedPeople >= ticket.partySize;
  return (
    <section aria-labelledby="agreed" className="stack">
      <h2 id="agreed">{t('agreed.title')}</h2>
      {ticket && svg ? (
        <div className={isUsed ? 'ticket spent' : 'ticket'}>
          <div>
            <p className="ticket-count">
              {t('agreed.code')}{' '}
              {ticket.admittedPeople > 0 ? (
                <StatusWord tone="still">
                  {t('agreed.admitted', { count: ticket.admittedPeople, of: ticket.partySize })}
                </StatusWord>
              ) : null}
            </p>
            <p className="ticket-time">
              <time dateTime={agreed.subGroups[0]?.startTime}>{agreed.subGroups[0]?.startTime}</time>
            </p>
            <p className="ticket-date">{formatLongDate(agreed.visitDate, locale)}</p>
            <p>
              {localized(view.product.names, locale)}
              <br />
              <b>{view.institution?.name}</b>
              <br />
              {t('plan.peopleOf', { count: ticket.partySize })}
            </p>
            <p className="ticket-small">{localized(view.product.meetingPoints, locale)}</p>
          </div>
          <figure className="ticket-code">
            {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own drawing; its only text is escaped by qrSvg */}
            <div dangerouslySetInnerHTML={{ __html: svg }} />
            <figcaption>
              <b className="num">{code}</b>
            </figcaption>
          </figure>
        </div>
      ) : null}
      <div className="actions no-print">
        {ticket ? <LinkButton href={paths.visitPdf(locale, token)}>{t('agreed.pdf')}</LinkButton> : null}
        <LinkButton look="quiet" href={paths.groupsPrepare(locale, view.product.code)}>
          {t('prepare.title')}
        </LinkButton>
      </div>
      <PlanFacts plan={agreed} view={view} locale={locale} />
    </section>
  );
}
