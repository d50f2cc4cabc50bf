'use client';

import type { BoardSlot, DayBoard } from '#lib/desk/answer.ts';
import { isoToDate, useWords } from './desk-words.ts';

type BoardListProps = { board: DayBoard | null; isStale: boolean; onOpen: (slot: BoardSlot) => void };

/** Today by time: who has arrived of whom. The time that runs now is marked; a tap shows who is expected. */
export function BoardList({ board, isStale, onOpen }: BoardListProps) {
  const { t, time } = useWords();
  return (
    <section className="desk-part" aria-labelledby="desk-board">
      <header>
        <h2 id="desk-board">{t('board.title')}</h2>
        {board ? (
          <p className="num">
            {isoToDate(board.date)} · {t('board.total', { arrived: board.arrivedPeople, booked: board.bookedPeople })}
          </p>
        ) : null}
      </header>
      {isStale ? (
        <p className="word warn">{board ? t('board.stale', { time: time(board.atMs) }) : t('find.failed')}</p>
      ) : null}
      {board && board.slots.length === 0 ? <p>{t('board.empty')}</p> : null}
      <ul className="board-list">
        {board?.slots.map((slot) => (
          <li key={slot.timeslotId}>
            <button
              type="button"
              className={slot.endsAtMs <= board.atMs ? 'board-slot over' : 'board-slot'}
              aria-current={slot.startsAtMs <= board.atMs && slot.endsAtMs > board.atMs ? 'time' : undefined}
              aria-label={`${t('board.slotLabel', { time: slot.startTime, product: slot.productName, arrived: slot.arrivedPeople, booked: slot.bookedPeople })}. ${t('board.open')}`}
              onClick={() => onOpen(slot)}
            >
              <span className="board-time">{slot.startTime}</span>
              <span className="board-what">
                {slot.productName}
                <small>
                  {[
                    slot.language ? t(`languages.${slot.language}`) : '',
                    slot.guideName ? t('board.guide', { name: slot.guideName }) : '',
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </small>
              </span>
              <span className="board-count num">
                {slot.bookedPeople > 0 ? (
                  t('board.slot', { arrived: slot.arrivedPeople, booked: slot.bookedPeople })
                ) : (
                  <small>{t('board.none')}</small>
                )}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
