import { InstantText } from '#app/_ui/date-time.tsx';
import { Table } from '#app/_ui/table.tsx';
import type { Doer } from '#lib/booking/order-history.ts';
import type { Translator } from '#lib/platform/i18n/translator.ts';
import { formatShortCode } from '#lib/tickets/short-code.ts';
import type { ShownOrder } from './shown-order.ts';

type Happening = { key: string; at: Date; what: string; code?: string; who: string };

/** Everything that happened, in plain words, oldest first: the order's own steps, the door, and what staff did. */
export function OrderHistoryTable({ t, zone, order, history }: ShownOrder) {
  const head = (key: string) => ({ key, head: t(`order.columns.${key}`) });
  const shortCodes = new Map(order.tickets.map((ticket) => [ticket.id, ticket.shortCode]));
  const rows: Happening[] = [
    ...history.events.map((event) => ({
      key: `event-${event.id}`,
      at: event.at,
      what: t(`events.${eventKey(event.fromState, event.toState)}`),
      who: nameOf(t, event.by),
    })),
    ...history.scans.map((scan) => ({
      key: `scan-${scan.id}`,
      at: scan.at,
      what: t(`scans.${scan.isOverride ? 'override' : scan.outcome}`, { people: scan.admittedPeople ?? scan.people }),
      code: shortCodes.get(scan.ticketId),
      who: `${scan.by ?? t('doers.staff')}, ${scan.station}`,
    })),
    ...history.audit.map((entry) => ({
      key: `audit-${entry.id}`,
      at: entry.at,
      what: t.has(`audit.actions.${entry.action}`) ? t(`audit.actions.${entry.action}`) : entry.action,
      who: nameOf(t, entry.by),
    })),
  ].sort((a, b) => a.at.getTime() - b.at.getTime());
  return (
    <Table
      caption={t('order.history')}
      rows={rows}
      rowKey={(row) => row.key}
      columns={[
        { ...head('at'), isRowHead: true, cell: (row) => <InstantText at={row.at} zone={zone} /> },
        {
          ...head('what'),
          cell: (row) => (
            <>
              {row.what} {row.code ? <code>{formatShortCode(row.code)}</code> : null}
            </>
          ),
        },
        { ...head('who'), cell: (row) => row.who },
      ]}
    />
  );
}

/** What lies beneath: every step of every machine of the order, as the database wrote it down. */
export function OrderStepsTable({ t, zone, order, history }: ShownOrder) {
  const head = (key: string) => ({ key, head: t(`order.columns.${key}`) });
  const shortCodes = new Map(order.tickets.map((ticket) => [ticket.id, ticket.shortCode]));
  const stateOf = (machine: string, state: string | null) => (state ? t(`steps.${machine}.states.${state}`) : '—');
  return (
    <details>
      <summary>{t('order.steps')}</summary>
      <Table
        caption={t('order.steps')}
        isCaptionHidden
        rows={history.steps}
        rowKey={(row) => String(row.id)}
        columns={[
          { ...head('at'), isRowHead: true, cell: (row) => <InstantText at={row.at} zone={zone} /> },
          {
            ...head('what'),
            cell: (row) => {
              const code = row.machine === 'ticket' ? shortCodes.get(row.objectId) : undefined;
              return (
                <>
                  {t(`steps.${row.machine}.name`)} {code ? <code>{formatShortCode(code)}</code> : null}
                </>
              );
            },
          },
          { ...head('from'), cell: (row) => stateOf(row.machine, row.fromState) },
          { ...head('into'), cell: (row) => stateOf(row.machine, row.toState) },
          { ...head('who'), cell: (row) => nameOf(t, row.by) },
        ]}
      />
    </details>
  );
}

function nameOf(t: Translator, by: Doer): string {
  return by.name ?? t(`doers.${by.kind}`);
}

// The same state is said differently when it is come back to.
function eventKey(from: string | null, to: string): string {
  if (to === 'held' && from === 'expired') return 'held_again';
  if (to === 'held' && from === 'awaiting_payment') return 'back_to_held';
  return to;
}
