import type { ReactNode } from 'react';

/** Nothing here: says why, and what one can do. */
export function EmptyState(props: { title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <h2>{props.title}</h2>
      {typeof props.children === 'string' ? <p>{props.children}</p> : props.children}
    </div>
  );
}
