'use client';
import { useEffect, useRef } from 'react';
import { type ErrorLink, ErrorSummary } from './error-summary.tsx';

/** `ErrorSummary` that takes the focus when it appears and at each new attempt (`attempt` counts them, or is what the attempt came to). */
export function FocusedErrorSummary(props: { title: string; errors: readonly ErrorLink[]; attempt?: unknown }) {
  const box = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus follows the attempt, not what the box contains
  useEffect(() => box.current?.focus(), [props.attempt]);
  return <ErrorSummary title={props.title} errors={props.errors} boxRef={box} />;
}
