'use client';

import { useState } from 'react';
import type { PartyCard, TicketCard } from '#lib/desk/answer.ts';
import { useWords } from './desk-words.ts';
import { MainAction } from './main-action.tsx';
import type { DeskScan } from './scans-state.ts';
import type { NewScan } from './use-scans.ts';

type ChoosePeopleProps = { party: PartyCard; entry: DeskScan | null; record: (scans: NewScan[]) => void };

/** Says who of a party has come: ticks for tickets, a number for a party code; then lets in so many of so many. */
export function ChoosePeople({ party, entry, record }: ChoosePeopleProps) {
  const { t } = useWords();
  const open = party.tickets.filter(({ code }) => code === 'admitted' || code === 'check_document');
  const [coming, setComing] = useState<Record<string, number>>(() =>
    Object.fromEntries(open.map((ticket) => [ticket.ticketId, ticket.remainingPeople])),
  );
  // Of a party with one code: the sub-group that this part goes to; nothing chosen: by start time.
  const [subGroupId, setSubGroupId] = useState('');
  const subGroups = party.group?.subGroups ?? [];
  const comingOf = (ticket: TicketCard) => coming[ticket.ticketId] ?? 0;
  const chosen = open.filter((ticket) => comingOf(ticket) > 0);
  const people = chosen.reduce((sum, ticket) => sum + comingOf(ticket), 0);
  const documents = [...new Set(chosen.flatMap((ticket) => ticket.documents))];
  const label = t(documents.length > 0 ? 'actions.seenLetInOf' : 'actions.letInOf', { people, size: party.partySize });
  const letIn = () =>
    record(
      chosen.map((ticket) => ({
        // The code that was held to the door says more than the list: it is sent on where it means just this ticket.
        ...(entry && party.tickets.length === 1
          ? { code: entry.scan.code, way: entry.scan.way }
          : { code: ticket.shortCode, way: 'list' as const }),
        people: comingOf(ticket),
        subGroupId: subGroupId || null,
        isDocumentChecked: ticket.documents.length > 0,
      })),
    );
  return (
    <div className="choose">
      <ul className="choose-list">
        {open.map((ticket) => (
          <li key={ticket.ticketId}>
            {ticket.partySize === 1 ? (
              <label className="choose-one">
                <input
                  type="checkbox"
                  checked={comingOf(ticket) > 0}
                  onChange={(event) => setComing({ ...coming, [ticket.ticketId]: event.target.checked ? 1 : 0 })}
                />
                <span>
                  {ticket.typeName}
                  {ticket.holderName ? `, ${ticket.holderName}` : ''} <span className="num">{ticket.startTime}</span>
                </span>
              </label>
            ) : (
              <label className="choose-many">
                <span>
                  {ticket.typeName}, <span className="num">{ticket.startTime}</span>:{' '}
                  {t('facts.party', { admitted: ticket.admittedPeople, size: ticket.partySize })}
                </span>
                <input
                  type="number"
                  className="input num"
                  inputMode="numeric"
                  aria-label={t('people')}
                  min={0}
                  max={ticket.remainingPeople}
                  value={comingOf(ticket)}
                  onChange={(event) =>
                    setComing({
                      ...coming,
                      [ticket.ticketId]: Math.max(
                        0,
                        Math.min(ticket.remainingPeople, Math.trunc(event.target.valueAsNumber) || 0),
                      ),
                    })
                  }
                />
              </label>
            )}
          </li>
        ))}
      </ul>
      {subGroups.length > 1 ? (
        <label className="choose-many">
          {t('group.goTo')}
          <select className="input" value={subGroupId} onChange={(event) => setSubGroupId(event.target.value)}>
            <option value="">{t('group.byTime')}</option>
            {subGroups.map(({ id, no, startTime }) => (
              <option key={id} value={id}>
                {t('group.option', { no, time: startTime })}
              </option>
            ))}
          </select>
        </label>
      ) : null}
      {documents.length > 0 ? (
        <p className="answer-say">
          {t('facts.documents')} <strong>{documents.join('; ')}</strong>
        </p>
      ) : null}
      {people > 0 && entry ? <MainAction label={label} onPress={letIn} /> : null}
      {people > 0 && !entry ? (
        <button type="button" className="btn short" onClick={letIn}>
          {label}
        </button>
      ) : null}
    </div>
  );
}
