'use client';

import { answerView } from './answer-view.ts';
import { useWords } from './desk-words.ts';
import type { DeskScan } from './scans-state.ts';

/** The last scans of this desk, the newest first; those not yet sent say so. */
export function ScanHistory({ scans, show }: { scans: readonly DeskScan[]; show: (groupId: string) => void }) {
  const words = useWords();
  const { t, time } = words;
  const toneWord = { good: 'word good', check: 'word warn', bad: 'word bad', calm: 'word still' };
  return (
    <section className="desk-part" aria-labelledby="desk-history">
      <header>
        <h2 id="desk-history">{t('history.title')}</h2>
      </header>
      {scans.length === 0 ? <p className="soft">{t('history.empty')}</p> : null}
      <ol className="history-list">
        {scans.map((entry) => {
          const view = answerView(entry, words, false);
          const ticket = entry.result?.kind === 'judged' ? entry.result.ticket : null;
          const code = entry.scan.code.startsWith('MV:') ? '' : entry.scan.code;
          return (
            <li key={entry.scan.scanId}>
              <button type="button" onClick={() => show(entry.groupId)}>
                <span className="num">{time(Date.parse(entry.scan.scannedAt))}</span>
                <span className={toneWord[view.tone]}>{view.word}</span>
                <span className="soft">
                  {ticket ? `${ticket.typeName}, ${ticket.startTime}` : code}
                  {entry.status === 'unsent' || entry.status === 'stuck' ? ` (${t('history.unsent')})` : ''}
                </span>
              </button>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
