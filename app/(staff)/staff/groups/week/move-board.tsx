'use client';

import { type KeyboardEvent, type MouseEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react';
import { fill, type MoveWords, nextStart, placeName, type Start } from './move-board-state.ts';

type Held = {
  visit: string;
  name: string;
  from: { date: string; minute: number };
  at: { date: string; minute: number };
};
type Answer = { starts: Start[]; planId: string };

/**
 * Lets the blocks of a week be moved, by pointer or by keyboard; around tables that the server has written and that work without it. What
 * is possible is asked for once when a block is picked up, and shown at every start before it is dropped; dropping sends a plain form.
 */
export function MoveBoard(props: {
  action: (form: FormData) => Promise<void>;
  /** Where to ask, but for the visit. */
  startsUrl: string;
  week: string;
  words: MoveWords;
  children: ReactNode;
}) {
  const { words } = props;
  const board = useRef<HTMLDivElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const held = useRef<Held | null>(null);
  const drag = useRef<{ x: number; y: number; pointer: number; block: HTMLElement; isMoving: boolean } | null>(null);
  const answers = useRef(new Map<string, Promise<Answer | null>>());
  const [said, say] = useState('');

  const ask = (visit: string): Promise<Answer | null> => {
    const known = answers.current.get(visit);
    if (known) return known;
    const asked = fetch(`${props.startsUrl}&visit=${visit}`)
      .then((response) => (response.ok ? (response.json() as Promise<Answer>) : null))
      .catch(() => null);
    answers.current.set(visit, asked);
    return asked;
  };
  const heads = () => [...(board.current?.querySelectorAll<HTMLElement>('th[data-date]') ?? [])];
  const headAt = ({ date, minute }: { date: string; minute: number }) =>
    heads().find((head) => head.dataset.date === date && head.dataset.minute === String(minute));
  const clear = () => {
    for (const head of heads()) {
      delete head.dataset.target;
      delete head.dataset.chosen;
    }
  };
  const mark = ({ starts }: Answer) => {
    for (const start of starts) {
      const head = headAt(start);
      if (head) head.dataset.target = 'key' in start ? 'free' : 'blocked';
    }
  };
  const tell = (one: Held, start: Start | undefined) => {
    for (const head of heads()) delete head.dataset.chosen;
    const head = headAt(one.at);
    if (head) head.dataset.chosen = '';
    head?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    const at = placeName(one.at.date, one.at.minute);
    const isHere = one.at.date === one.from.date && one.at.minute === one.from.minute;
    if (isHere) say(fill(words.here, { at }));
    else if (!start) say(fill(words.noStart, { at }));
    else
      say('key' in start ? fill(words.free, { at, sizes: start.sizes }) : fill(words.blocked, { at, why: start.why }));
  };
  const pickUp = async (block: HTMLElement): Promise<Answer | null> => {
    const { move: visit = '', date = '', minute = '', name = '' } = block.dataset;
    const from = { date, minute: Number(minute) };
    held.current = { visit, name, from, at: from };
    say(words.looking);
    const answer = await ask(visit);
    if (held.current?.visit !== visit) return null;
    if (!answer) {
      held.current = null;
      say(words.failed);
      return null;
    }
    mark(answer);
    say(fill(words.picked, { name }));
    return answer;
  };
  const letGo = (text: string) => {
    held.current = null;
    clear();
    say(text);
  };
  const drop = async () => {
    const one = held.current;
    const answer = one && (await ask(one.visit));
    const start = answer?.starts.find(({ date, minute }) => date === one?.at.date && minute === one.at.minute);
    if (!one || !answer || (one.at.date === one.from.date && one.at.minute === one.from.minute))
      return letGo(words.left);
    // What is not possible is not sent: it was said before, and is said again.
    if (!start || !('key' in start)) return tell(one, start);
    const fields = form.current?.elements;
    for (const [name, value] of Object.entries({ visitId: one.visit, start: start.key, seenPlan: answer.planId })) {
      const field = fields?.namedItem(name);
      if (field instanceof HTMLInputElement) field.value = value;
    }
    held.current = null;
    clear();
    form.current?.requestSubmit();
  };

  const blockOf = (target: EventTarget) => (target as HTMLElement).closest<HTMLElement>('[data-move]');
  const onKeyDown = async (event: KeyboardEvent) => {
    const block = blockOf(event.target);
    if (!block) return;
    const one = held.current;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      if (!one) await pickUp(block);
      else await drop();
    } else if (one && event.key === 'Escape') letGo(words.left);
    else if (one && event.key.startsWith('Arrow')) {
      event.preventDefault();
      const answer = await ask(one.visit);
      const next = answer && nextStart(answer.starts, one.at, event.key);
      if (next) {
        one.at = { date: next.date, minute: next.minute };
        tell(one, next);
      }
    }
  };
  const onPointerDown = (event: PointerEvent) => {
    const block = blockOf(event.target);
    if (!block || event.button !== 0 || !event.isPrimary) return;
    drag.current = { x: event.clientX, y: event.clientY, pointer: event.pointerId, block, isMoving: false };
  };
  const onPointerMove = async (event: PointerEvent) => {
    const one = drag.current;
    if (!one || event.pointerId !== one.pointer) return;
    const { clientX, clientY } = event;
    if (!one.isMoving) {
      if (Math.hypot(clientX - one.x, clientY - one.y) < 8) return;
      one.isMoving = true;
      board.current?.setPointerCapture(event.pointerId);
      await pickUp(one.block);
    }
    const carried = held.current;
    if (!carried) return;
    const table = document.elementFromPoint(clientX, clientY)?.closest('table');
    const head = [...(table?.querySelectorAll<HTMLElement>('th[data-date]') ?? [])].find((cell) => {
      const { left, right } = cell.getBoundingClientRect();
      return left <= clientX && clientX < right;
    });
    if (!head) return;
    const at = { date: head.dataset.date ?? '', minute: Number(head.dataset.minute) };
    if (at.date === carried.at.date && at.minute === carried.at.minute) return;
    carried.at = at;
    const answer = await ask(carried.visit);
    tell(
      carried,
      answer?.starts.find(({ date, minute }) => date === at.date && minute === at.minute),
    );
  };
  const onPointerUp = async () => {
    const one = drag.current;
    if (one?.isMoving) {
      // The click that follows is the end of the drag, not the way to the form.
      setTimeout(() => {
        drag.current = null;
      });
      await drop();
    } else drag.current = null;
  };
  const onClick = (event: MouseEvent) => {
    if (drag.current?.isMoving) event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: listens for the blocks within, which are links of their own
    <div
      ref={board}
      className="week-board"
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={() => {
        drag.current = null;
        if (held.current) letGo(words.left);
      }}
      onClick={onClick}
      onDragStart={(event) => event.preventDefault()}
    >
      {props.children}
      <p className="mover" role="status">
        {said}
      </p>
      <form ref={form} action={props.action} hidden>
        <input type="hidden" name="visitId" />
        <input type="hidden" name="start" />
        <input type="hidden" name="seenPlan" />
        <input type="hidden" name="week" value={props.week} />
      </form>
    </div>
  );
}
