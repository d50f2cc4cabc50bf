'use client';
import { type ComponentProps, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react';

const never = () => () => undefined;

/**
 * A text area that the server has filled. When its script wakes, React sets it back to what the server sent: what was typed
 * meanwhile is read before that and put back. Only then: one that is drawn anew after an answer shows what the answer gives it.
 */
export function KeptTextArea(props: ComponentProps<'textarea'> & { id: string }) {
  const area = useRef<HTMLTextAreaElement>(null);
  const isWaking = useSyncExternalStore(
    never,
    () => false,
    () => true,
  );
  const [typed] = useState(() => {
    if (!isWaking || typeof document === 'undefined') return null;
    const found = document.getElementById(props.id);
    return found instanceof HTMLTextAreaElement ? found.value : null;
  });
  useLayoutEffect(() => {
    if (typed !== null && area.current) area.current.value = typed;
  }, [typed]);
  return <textarea {...props} ref={area} />;
}
