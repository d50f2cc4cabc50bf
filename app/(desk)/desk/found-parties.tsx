'use client';

import { useEffect, useRef, useState } from 'react';
import type { PartyCard } from '#lib/desk/answer.ts';
import { ChoosePeople } from './choose-people.tsx';
import { isoToDate, useWords } from './desk-words.ts';
import { GroupPart } from './group-part.tsx';
import type { Found } from './use-find.ts';
import type { NewScan } from './use-scans.ts';

type FoundPartiesProps = {
  found: Found | null;
  record: (scans: NewScan[]) => void;
  clear: () => void;
  onArranged: () => void;
};

/** Whom a search or a time on the board means, each with one tap to let them in. */
export function FoundParties({ found, record, clear, onArranged }: FoundPartiesProps) {
  const { t } = useWords();
  const place = useRef<HTMLElement>(null);
  const by = found?.by;
  useEffect(() => {
    if (by) place.current?.scrollIntoView({ block: 'nearest' });
  }, [by]);
  if (!found) return null;
  const title = 'slot' in found.by ? t('find.slotTitle', { time: found.by.slot.startTime }) : t('find.title');
  const empty = 'slot' in found.by ? t('find.slotNone') : t('find.none', { query: found.by.query });
  return (
    <section className="desk-part" aria-labelledby="desk-found" ref={place}>
      <header>
        <h2 id="desk-found">{title}</h2>
        <button type="button" className="btn plain" onClick={clear}>
          {t('actions.close')}
        </button>
      </header>
      <div aria-live="polite">
        {found.state === 'waiting' ? <p className="soft">{t('waiting.word')}</p> : null}
        {found.state === 'failed' ? <p className="word bad">{t('find.failed')}</p> : null}
        {found.state === 'found' && found.parties.length === 0 ? <p>{empty}</p> : null}
      </div>
      <ul className="party-list">
        {found.parties.map((party) => (
          <Party key={party.orderCode} party={party} record={record} onArranged={onArranged} />
        ))}
      </ul>
      {found.more > 0 ? <p className="soft">{t('find.more', { count: found.more })}</p> : null}
    </section>
  );
}

function Party({
  party,
  record,
  onArranged,
}: {
  party: PartyCard;
  record: (scans: NewScan[]) => void;
  onArranged: () => void;
}) {
  const { t } = useWords();
  const [isOpen, setOpen] = useState(false);
  const open = party.tickets.filter(({ code }) => code === 'admitted' || code === 'check_document');
  const people = open.reduce((sum, ticket) => sum + ticket.remainingPeople, 0);
  const documents = [...new Set(open.flatMap((ticket) => ticket.documents))];
  const first = party.tickets[0];
  const counts = new Map<string, number>();
  for (const ticket of party.tickets)
    counts.set(ticket.typeName, (counts.get(ticket.typeName) ?? 0) + ticket.partySize);
  const letAllIn = () =>
    record(
      open.map((ticket) => ({
        code: ticket.shortCode,
        way: 'list',
        people: ticket.remainingPeople,
        isDocumentChecked: ticket.documents.length > 0,
      })),
    );
  return (
    <li>
      <div className="party-head">
        <p>
          <strong>{party.contactName ?? t('noName')}</strong>
          <br />
          <span className="soft num">
            {first?.startTime} {first ? isoToDate(first.visitDate) : ''}, {t('order', { code: party.orderCode })}
          </span>
          <br />
          <span className="soft">{[...counts].map(([type, count]) => `${type} × ${count}`).join(', ')}</span>
          <br />
          {t('facts.party', { admitted: party.admittedPeople, size: party.partySize })}
          {party.accessNeeds ? (
            <>
              <br />
              {t('needs.title')}: <strong>{party.accessNeeds}</strong>
            </>
          ) : null}
          {people === 0 && first && first.code !== 'already_used' ? (
            <span className="word bad party-why">{t(`words.${first.code}`)}</span>
          ) : null}
        </p>
        {people > 0 ? (
          <div className="party-acts">
            {documents.length > 0 ? (
              <small>
                {t('facts.documents')} {documents.join('; ')}
              </small>
            ) : null}
            <button type="button" className="btn short" onClick={letAllIn}>
              {t(documents.length > 0 ? 'actions.seenLetInOf' : 'actions.letInOf', { people, size: party.partySize })}
            </button>
            {people > 1 ? (
              <button type="button" className="btn plain short" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
                {t('words.choose')}
              </button>
            ) : null}
          </div>
        ) : null}
      </div>
      {party.group ? (
        <GroupPart
          key={JSON.stringify(party.group)}
          group={party.group}
          admittedPeople={party.admittedPeople}
          onDone={onArranged}
        />
      ) : null}
      {isOpen ? <ChoosePeople party={party} entry={null} record={record} /> : null}
    </li>
  );
}
