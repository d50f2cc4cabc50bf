import { Button } from '#app/_ui/button.tsx';
import { InstantText } from '#app/_ui/date-time.tsx';
import { Table } from '#app/_ui/table.tsx';
import { planLine } from '#lib/groups/group-mail.ts';
import { localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { formatLongDate } from '#lib/platform/time.ts';
import { formatShortCode } from '#lib/tickets/short-code.ts';
import { withdraw } from './act-actions.ts';
import type { PartProps } from './part.ts';

/** What was agreed, sub-group by sub-group, and what is offered at this moment. */
export function AgreedPart(props: PartProps & { mayChange: boolean; maySeeOrders: boolean }) {
  const { t, view, locale, zone } = props;
  const { agreed, offer, visit, ticket, order } = view;
  const head = (key: string) => ({ key, head: t(`agreed.columns.${key}`) });
  return (
    <>
      {agreed && order?.state === 'on_account' ? (
        <section className="stack" aria-labelledby="agreed">
          <h2 id="agreed">{t('agreed.title', { date: formatLongDate(agreed.visitDate, locale) })}</h2>
          <Table
            caption={t('agreed.caption')}
            isCaptionHidden
            rows={agreed.subGroups}
            rowKey={(group) => group.id}
            columns={[
              { ...head('no'), isNumber: true, isRowHead: true, cell: (group) => group.no },
              {
                ...head('time'),
                cell: (group) => (
                  <a href={paths.staffSlot(group.timeslotId)}>
                    {group.startTime}–{group.endTime}
                  </a>
                ),
              },
              { ...head('people'), isNumber: true, cell: (group) => group.people },
              { ...head('adults'), isNumber: true, cell: (group) => group.adults },
              { ...head('route'), cell: (group) => localized(group.route, locale) },
              {
                ...head('guide'),
                cell: (group) => group.guideName ?? (visit.hasOwnGuide ? t('agreed.ownGuide') : t('agreed.noGuide')),
              },
            ]}
          />
          <p>
            {ticket ? (
              <>
                {t('agreed.code')} <code>{formatShortCode(ticket.shortCode)}</code>
              </>
            ) : null}
            {props.maySeeOrders ? (
              <>
                {' · '}
                <a href={paths.staffOrder(order.id)}>{t('agreed.order', { code: order.code })}</a>
              </>
            ) : null}
            {' · '}
            <a href={paths.staffGroupsWeek({ week: agreed.visitDate, visit: visit.id })}>{t('agreed.week')}</a>
          </p>
        </section>
      ) : null}
      {offer ? (
        <section className="stack" aria-labelledby="offer">
          <h2 id="offer">{t(agreed ? 'offer.counterTitle' : 'offer.title')}</h2>
          <p>
            {t('offer.until')} <InstantText at={offer.expiresAt} zone={zone} />
          </p>
          <ol className="listed">
            {offer.plans.map((plan) => (
              <li key={plan.id}>{planLine(plan, locale)}</li>
            ))}
          </ol>
          {offer.words ? <p>{t('offer.words', { words: offer.words })}</p> : null}
          {props.mayChange ? (
            <form action={withdraw}>
              <input type="hidden" name="visitId" value={visit.id} />
              <input type="hidden" name="seen" value={visit.state} />
              <Button look="quiet" size="short">
                {t('offer.withdraw')}
              </Button>
            </form>
          ) : null}
        </section>
      ) : null}
    </>
  );
}
