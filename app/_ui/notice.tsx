import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export type NoticeKind = 'info' | 'warn' | 'refused' | 'done';

/** What happened, what it means, what to do. `live` reads it out when it appears after the page has loaded. */
export function Notice(props: {
  kind?: NoticeKind;
  title?: ReactNode;
  live?: boolean;
  id?: string;
  children?: ReactNode;
}) {
  const kind = props.kind ?? 'info';
  return (
    <div
      id={props.id}
      className={classNames('notice', kind !== 'info' && kind)}
      role={props.live ? 'status' : undefined}
    >
      {props.title ? <p className="notice-title">{props.title}</p> : null}
      {typeof props.children === 'string' ? <p>{props.children}</p> : props.children}
    </div>
  );
}
