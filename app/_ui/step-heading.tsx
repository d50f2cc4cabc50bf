import type { ReactNode } from 'react';

/** The page's one `h1`, with what has been chosen so far above it and one sentence below. */
export function StepHeading(props: { title: ReactNode; where?: ReactNode; lead?: ReactNode }) {
  return (
    <header className="step">
      {props.where ? <p className="step-where">{props.where}</p> : null}
      <h1>{props.title}</h1>
      {props.lead ? <p className="step-lead">{props.lead}</p> : null}
    </header>
  );
}
