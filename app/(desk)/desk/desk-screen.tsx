'use client';

import { useCallback, useEffect, useMemo, useRef } from 'react';
import type { DayBoard } from '#lib/desk/answer.ts';
import type { Messages } from '#lib/platform/i18n/messages.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { AnswerPanel } from './answer-panel.tsx';
import { answerView, foremost } from './answer-view.ts';
import { renewSession } from './ask-server.ts';
import { BoardList } from './board-list.tsx';
import { CameraPanel } from './camera-panel.tsx';
import { DeskBar } from './desk-bar.tsx';
import { deskWords, WordsProvider } from './desk-words.ts';
import { FoundParties } from './found-parties.tsx';
import { ScanField } from './scan-field.tsx';
import { ScanHistory } from './scan-history.tsx';
import type { DeskScan } from './scans-state.ts';
import { playTone } from './sounds.ts';
import { useBoard } from './use-board.ts';
import { useFind } from './use-find.ts';
import { useKept } from './use-kept.ts';
import { useScans } from './use-scans.ts';

const renewMs = 10 * 60_000;

type DeskScreenProps = {
  locale: Locale;
  messages: Messages;
  staffName: string;
  mayOverride: boolean;
  board: DayBoard | null;
  standIns: string | null;
};

/** The whole front desk: one field that takes everything, one answer that fills the screen, and the day beside it. */
export function DeskScreen({ locale, messages, staffName, mayOverride, board: firstBoard, standIns }: DeskScreenProps) {
  const words = useMemo(
    () => deskWords(locale, messages, firstBoard?.zone ?? 'UTC'),
    [locale, messages, firstBoard?.zone],
  );
  const [station, setStation] = useKept('desk-station', words.t('station.first'));
  const [isLoud, setLoud] = useKept('desk-sound', 'yes');
  const { board, isStale, isSignedOut, refresh } = useBoard(firstBoard);
  const find = useFind();
  const { clear: clearFound, again: findAgain } = find;
  const renewedAt = useRef(0);

  const onAnswered = useCallback(
    (answered: DeskScan[]) => {
      const shown = foremost(answered, words);
      if (shown && isLoud === 'yes') playTone(answerView(shown, words, false).tone);
      void refresh();
      findAgain();
      if (Date.now() - renewedAt.current > renewMs) {
        renewedAt.current = Date.now();
        void renewSession();
      }
    },
    [words, isLoud, refresh, findAgain],
  );
  const scans = useScans(station, onAnswered);
  const shown = scans.scans.filter(({ groupId }) => groupId === scans.shownGroupId);
  const clear = useCallback(() => {
    scans.show(null);
    clearFound();
  }, [scans.show, clearFound]);

  const { byQuery } = find;
  const lookFor = useCallback(
    (query: string) => {
      scans.show(null);
      byQuery(query);
    },
    [scans.show, byQuery],
  );

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') clear();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [clear]);

  return (
    <WordsProvider value={words}>
      <div className="desk">
        <DeskBar
          standIns={standIns}
          staffName={staffName}
          station={station}
          setStation={setStation}
          isLoud={isLoud === 'yes'}
          setLoud={(on) => setLoud(on ? 'yes' : 'no')}
          unsent={scans.unsent}
          sendAgain={scans.sendAgain}
        />
        <main className="desk-floor">
          <div className="desk-door">
            <ScanField onScan={(code, way) => scans.record([{ code, way }])} onFind={lookFor} />
            <CameraPanel onScan={(code) => scans.record([{ code, way: 'camera' }])} />
            <AnswerPanel
              shown={shown}
              isSignedOut={scans.isSignedOut || (isSignedOut && shown.length === 0)}
              mayOverride={mayOverride}
              record={scans.record}
              clear={clear}
              onArranged={() => void refresh()}
            />
          </div>
          <div className="desk-side">
            <FoundParties
              found={find.found}
              record={scans.record}
              clear={clearFound}
              onArranged={() => {
                void refresh();
                findAgain();
              }}
            />
            <BoardList board={board} isStale={isStale} onOpen={(slot) => find.bySlot(slot)} />
            <ScanHistory scans={scans.scans} show={scans.show} />
          </div>
        </main>
      </div>
    </WordsProvider>
  );
}
