import type { ReactNode } from 'react';
import type { WallTime } from '#lib/platform/time.ts';
import { classNames } from './class-names.ts';
import { byHour } from './rail-hours.ts';

/** One time of the day. `left` says in words what is left; `detail` the tour's language or the end. Full ones stay. */
export type RailSlot = {
  id: string;
  startTime: WallTime;
  state: 'open' | 'few' | 'later' | 'full';
  left: ReactNode;
  detail?: ReactNode;
};

/** The day as a vertical rail, the hours as its ticks. `action` draws what one can do with a slot: a button, a radio, a link. */
export function TimeRail<Slot extends RailSlot>(props: {
  label: string;
  slots: readonly Slot[];
  action: (slot: Slot) => ReactNode;
}) {
  return (
    <ol className="rail" aria-label={props.label}>
      {byHour(props.slots).map(({ hour, slots }) => (
        <li key={hour}>
          <span className="rail-hour" aria-hidden="true">
            {hour}
          </span>
          {slots.length === 0 ? (
            <div className="rail-gap" />
          ) : (
            <ul className="rail-slots">
              {slots.map((slot) => (
                <li className={classNames('slot', slot.state)} key={slot.id}>
                  <time className="slot-time" dateTime={slot.startTime}>
                    {slot.startTime}
                  </time>
                  <p className="slot-words">
                    <span className="slot-left">{slot.left}</span>
                    {slot.detail ? <small>{slot.detail}</small> : null}
                  </p>
                  <div>{props.action(slot)}</div>
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ol>
  );
}
