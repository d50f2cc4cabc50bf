'use client';

import { useEffect, useRef } from 'react';
import type { BoardSlot, DayBoard } from '#lib/desk/answer.ts';
import { isoToDate, useWords } from './desk-words.ts';

type BoardListProps = { board: DayBoard | null; isStale: boolean; onOpen: (slot: BoardSlot) => void };

/** Today by time: who has arrived of whom. The time that runs now is marked; a tap shows who is expected. */
export function BoardList({ board, isStale, onOpen }: BoardListProps) {
  const { t, time } = useWords();
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    // The list begins where the day is, as a timetable is opened; only the list moves, never the page.
    const next = list.current?.querySelector<HTMLElement>('.board-slot:not(.over)')?.parentElement;
    if (list.current && next) list.current.scrollTop = next.offsetTop - list.current.offsetTop;
  }, []);
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
      <ul className="board-list" ref={list}>
        {board?.slots.map((slot) => (
          <li key={slot.timeslotId}>
            <button
              type="button"
              className={slot.endsAtMs <= board.atMs ? 'board-slot over' : 'board-slot'}
              aria-current={slot.startsAtMs <= board.atMs && slot.endsAtMs > board.atMs ? 'time' : undefined}
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
                {slot.parties.map(({ school, no, of }) => (
                  <small key={`${school} ${no}`}>{t('group.onBoard', { school: school ?? '', no, of })}</small>
                ))}
                {slot.needs.length > 0 ? <small>{t('needs.board', { count: slot.needs.length })}</small> : null}
              </span>
              <span className="board-count num">
                {slot.bookedPeople > 0 ? (
                  <>
                    <span aria-hidden="true">
                      {t('board.slot', { arrived: slot.arrivedPeople, booked: slot.bookedPeople })}
                    </span>
                    <span className="vh">
                      {t('board.slotSpoken', { arrived: slot.arrivedPeople, booked: slot.bookedPeople })}
                    </span>
                  </>
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
