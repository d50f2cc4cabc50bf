import { LinkButton } from '#app/_ui/button.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { StatusWord } from '#app/_ui/status-word.tsx';
import { StepHeading } from '#app/_ui/step-heading.tsx';
import type { OrderView } from '#lib/booking/order-view.ts';
import { beThereTime, holderOf, ticketQrText } from '#lib/booking/ticket-documents.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { formatLongDate } from '#lib/platform/time.ts';
import { qrSvg } from '#lib/tickets/qr.ts';
import { formatShortCode } from '#lib/tickets/short-code.ts';
import { ChangeOpen } from './change-open.tsx';
import { ChangeTold } from './change-told.tsx';
import { MoneyBack } from './money-back.tsx';
import { NamesMissing } from './names-missing.tsx';
import { OrderActions } from './order-actions.tsx';
import type { OrderFacts } from './page.tsx';
import { VisitSummary } from './visit-summary.tsx';
import { WalletLinks } from './wallet/wallet-links.tsx';

/** The tickets, readable at arm's length at the door; black on white also in the dark. */
export async function TicketsIssued(props: OrderFacts) {
  const { order, token, locale, museum, beThereMinutes, told } = props;
  const t = translator(locale, 'order');
  const changes = translator(locale, 'cancellation');
  const live = order.tickets.filter((ticket) => ticket.state !== 'revoked');
  const codes = await Promise.all(live.map((ticket) => ticketQrText(order, museum, ticket)));
  return (
    <>
      <StepHeading
        title={t('paid.title')}
        lead={order.email ? t('paid.lead', { email: order.email }) : t('paid.leadNoEmail')}
      />
      {told === 'moved' ? (
        <Notice kind="done" live>
          {changes('visitor.moved', {
            date: formatLongDate(order.timeslot.visitDate, locale, { weekday: false }),
            time: order.timeslot.startTime,
          })}
        </Notice>
      ) : null}
      {told ? <ChangeTold {...props} told={told} /> : null}
      {props.change ? (
        <ChangeOpen
          change={props.change}
          token={token}
          locale={locale}
          zone={museum.timeZone}
          today={props.today}
          isUnknown={told === 'checking'}
        />
      ) : null}
      <NamesMissing {...props} />
      <MoneyBack order={order} locale={locale} />
      {order.state === 'disputed' ? <Notice kind="warn">{t('payment.disputedText')}</Notice> : null}
      <div className="actions no-print">
        <LinkButton href={paths.orderPdf(locale, token)}>{t('paid.pdf')}</LinkButton>
        <LinkButton look="quiet" href={paths.orderCalendar(locale, token)}>
          {t('paid.calendar')}
        </LinkButton>
      </div>
      <Notice>{t('paid.idReminder')}</Notice>
      <ol className="tickets">
        {live.map((ticket, index) => (
          <Ticket
            key={ticket.id}
            {...props}
            ticket={ticket}
            number={index + 1}
            total={live.length}
            qrText={codes[index] ?? ''}
          />
        ))}
      </ol>
      {props.changeable ? (
        <OrderActions
          order={order}
          token={token}
          locale={locale}
          changeable={props.changeable}
          open={props.change}
          settings={props.settings}
        />
      ) : null}
      <section aria-labelledby="summary" className="after stack">
        <h2 id="summary">{t('summary.title')}</h2>
        <VisitSummary order={order} museum={museum} locale={locale} beThereMinutes={beThereMinutes} withCode />
        <p className="soft small">{t('paid.keep')}</p>
      </section>
    </>
  );
}

function Ticket(
  props: OrderFacts & { ticket: OrderView['tickets'][number]; number: number; total: number; qrText: string },
) {
  const { order, locale, museum, ticket } = props;
  const t = translator(locale, 'order');
  const line = order.lines.find((candidate) => candidate.id === ticket.orderLineId);
  const documents = line ? localized(line.ticketType.documents, locale) : '';
  const holder = holderOf(order, ticket);
  const isUsed = ticket.admittedPeople >= ticket.partySize;
  const label = translator(locale, 'ticket')('qr', { number: props.number, code: formatShortCode(ticket.shortCode) });
  return (
    <li className={isUsed || ticket.state !== 'valid' ? 'ticket spent' : 'ticket'}>
      <div>
        <p className="ticket-count">
          {t('paid.ticket', { number: props.number, total: props.total })}{' '}
          {isUsed ? <StatusWord tone="still">{t('paid.used')}</StatusWord> : null}
          {ticket.state === 'suspended' ? <StatusWord tone="warn">{t('paid.suspended')}</StatusWord> : null}
        </p>
        <p className="ticket-time">
          <time dateTime={order.timeslot.startTime}>{order.timeslot.startTime}</time>
        </p>
        <p className="ticket-date">{formatLongDate(order.timeslot.visitDate, locale)}</p>
        <p>
          {localized(order.product.names, locale)}
          <br />
          <b>{line ? localized(line.ticketType.names, locale) : null}</b>
          {holder ? (
            <>
              <br />
              {holder}
            </>
          ) : null}
          {ticket.partySize > 1 ? <> · {t('paid.party', { count: ticket.partySize })}</> : null}
        </p>
        <p className="ticket-small">
          {translator(locale, 'ticket')('beThere', { time: beThereTime(order, museum, props.beThereMinutes) })}
          <br />
          {localized(order.product.meetingPoints, locale)}
        </p>
        {documents ? <p className="ticket-small">{t('paid.document', { document: documents })}</p> : null}
        <WalletLinks
          locale={locale}
          token={props.token}
          ticketId={ticket.id}
          code={formatShortCode(ticket.shortCode)}
        />
      </div>
      <figure className="ticket-code">
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own drawing; its only text is escaped by qrSvg */}
        <div dangerouslySetInnerHTML={{ __html: qrSvg(props.qrText, { size: '50mm', label }) }} />
        <figcaption>
          <span className="ticket-small">{t('paid.shortCode')}</span>{' '}
          <b className="num">{formatShortCode(ticket.shortCode)}</b>
        </figcaption>
      </figure>
    </li>
  );
}
