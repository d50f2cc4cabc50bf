'use client';

import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { PartyCard, TicketCard } from '#lib/desk/answer.ts';
import { paths } from '#lib/platform/paths.ts';
import { answerView, foremost } from './answer-view.ts';
import { BendRule } from './bend-rule.tsx';
import { ChoosePeople } from './choose-people.tsx';
import { type DeskWords, isoToDate, useWords } from './desk-words.ts';
import { GroupPart } from './group-part.tsx';
import { MainAction } from './main-action.tsx';
import type { DeskScan } from './scans-state.ts';
import type { NewScan } from './use-scans.ts';

type AnswerPanelProps = {
  shown: DeskScan[];
  isSignedOut: boolean;
  mayOverride: boolean;
  record: (scans: NewScan[]) => void;
  clear: () => void;
  onArranged: () => void;
};

/** The answer: word, colour and what explains it, and the one thing that can be done about it. Read out when it changes. */
export function AnswerPanel({ shown, isSignedOut, mayOverride, record, clear, onArranged }: AnswerPanelProps) {
  const words = useWords();
  const { t } = words;
  const isOffline = useIsOffline();
  const entry = foremost(shown, words);
  const place = useRef<HTMLElement>(null);
  const groupId = entry?.groupId;
  useEffect(() => {
    // On a telephone the lists below push the answer off the screen: a new one is brought back.
    const top = groupId ? place.current?.getBoundingClientRect().top : undefined;
    if (top !== undefined && (top < 0 || top > window.innerHeight / 2))
      place.current?.scrollIntoView({ block: 'start' });
  }, [groupId]);
  if (isSignedOut) {
    return (
      <section className="answer check" role="alert">
        <h2 className="answer-word">{t('words.signed_out')}</h2>
        <p className="answer-say">{t('facts.signedOut')}</p>
        <a className="btn" href={paths.staffSignIn(paths.desk())}>
          {t('actions.signIn')}
        </a>
      </section>
    );
  }
  if (!entry) {
    return (
      <section className="answer" aria-live="polite">
        <h2 className="answer-word">{t('ready.word')}</h2>
        <p className="answer-say">{t('ready.text')}</p>
      </section>
    );
  }
  const view = answerView(entry, words, isOffline);
  const judged = entry.result?.kind === 'judged' ? entry.result : null;
  const choose = entry.result?.kind === 'choose' ? entry.result.party : null;
  const group = (choose ?? judged?.party)?.group ?? null;
  const seenPeople = judged?.decision.code === 'check_document' ? judged.decision.people : null;
  const admitted = shown.filter(({ result }) => result?.kind === 'judged' && result.decision.code === 'admitted');
  return (
    <section
      ref={place}
      className={view.tone === 'calm' ? 'answer' : `answer ${view.tone}`}
      aria-busy={entry.status === 'waiting'}
    >
      <div aria-live="assertive" aria-atomic="true">
        <h2 className="answer-word">{view.word}</h2>
        {shown.length > 1 && admitted.length > 0 ? (
          <p className="answer-say">{t('facts.letInOf', { people: admitted.length, size: shown.length })}</p>
        ) : null}
        {view.lines.map((line) => (
          <p className="answer-say" key={line}>
            {line}
          </p>
        ))}
        {view.documents.length > 0 ? (
          <p className="answer-say">
            {t('facts.documents')} <strong>{view.documents.join('; ')}</strong>
          </p>
        ) : null}
      </div>
      {judged?.ticket ? <TicketFacts ticket={judged.ticket} party={judged.party} words={words} /> : null}
      {seenPeople !== null ? (
        <MainAction
          label={t('actions.seen')}
          onPress={() =>
            record([{ ...held(entry), people: seenPeople, isDocumentChecked: true, override: entry.scan.override }])
          }
        />
      ) : null}
      {group ? (
        <GroupPart
          key={`${entry.scan.scanId} ${JSON.stringify(group)}`}
          group={group}
          admittedPeople={(choose ?? judged?.party)?.admittedPeople ?? 0}
          onDone={onArranged}
        />
      ) : null}
      {choose ? <ChoosePeople key={entry.scan.scanId} party={choose} entry={entry} record={record} /> : null}
      {judged?.party && judged.decision.code === 'admitted' ? (
        <OtherPeople party={judged.party} record={record} />
      ) : null}
      {judged && mayOverride ? (
        <BendRule key={entry.scan.scanId} answer={judged} entry={entry} record={record} />
      ) : null}
      <button type="button" className="btn plain answer-clear" onClick={clear}>
        {t('actions.clear')} <kbd>Esc</kbd>
      </button>
    </section>
  );
}

function held({ scan }: DeskScan): Pick<NewScan, 'code' | 'way'> {
  return { code: scan.code, way: scan.way };
}

function TicketFacts({ ticket, party, words }: { ticket: TicketCard; party: PartyCard | null; words: DeskWords }) {
  const { t } = words;
  return (
    <p className="answer-ticket">
      <strong>{ticket.typeName}</strong>, {ticket.productName}
      {ticket.language ? `, ${t(`languages.${ticket.language}`)}` : ''}
      <br />
      <time className="answer-time">{ticket.startTime}</time> {isoToDate(ticket.visitDate)}
      {ticket.holderName ? `, ${ticket.holderName}` : ''}
      {ticket.accessNeeds ? (
        <>
          <br />
          {t('needs.title')}: <strong>{ticket.accessNeeds}</strong>
        </>
      ) : null}
      {party ? (
        <>
          <br />
          {t('order', { code: party.orderCode })}:{' '}
          {t('facts.party', { admitted: party.admittedPeople, size: party.partySize })}
        </>
      ) : null}
    </p>
  );
}

/** Who came with the one just let in, with one tap. */
function OtherPeople({ party, record }: { party: PartyCard; record: (scans: NewScan[]) => void }) {
  const { t } = useWords();
  const others = party.tickets.filter(
    ({ code, partySize }) => partySize === 1 && (code === 'admitted' || code === 'check_document'),
  );
  if (others.length === 0) return null;
  const toCheck = [...new Set(others.flatMap(({ documents }) => documents))];
  return (
    <>
      {toCheck.length > 0 ? (
        <p className="answer-say">
          {t('facts.documents')} <strong>{toCheck.join('; ')}</strong>
        </p>
      ) : null}
      <MainAction
        label={t(toCheck.length > 0 ? 'actions.othersSeen' : 'actions.others', { people: others.length })}
        onPress={() =>
          record(
            others.map(({ shortCode, documents }) => ({
              code: shortCode,
              way: 'list',
              people: 1,
              isDocumentChecked: documents.length > 0,
            })),
          )
        }
      />
    </>
  );
}

function useIsOffline(): boolean {
  return useSyncExternalStore(
    (onChange) => {
      window.addEventListener('online', onChange);
      window.addEventListener('offline', onChange);
      return () => {
        window.removeEventListener('online', onChange);
        window.removeEventListener('offline', onChange);
      };
    },
    () => !navigator.onLine,
    () => false,
  );
}
