import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** A state as its word; the colour only repeats it. `still` is for what is over or not chosen. */
export function StatusWord(props: { tone?: 'good' | 'warn' | 'bad' | 'still'; children: ReactNode }) {
  return <span className={classNames('word', props.tone)}>{props.children}</span>;
}
