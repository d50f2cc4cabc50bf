'use client';
import { type ComponentProps, useLayoutEffect, useRef, useState } from 'react';

/**
 * A text area that the server has filled. When its script wakes, React sets it back to what the server sent: what was typed
 * meanwhile is read before that and put back.
 */
export function KeptTextArea(props: ComponentProps<'textarea'> & { id: string }) {
  const area = useRef<HTMLTextAreaElement>(null);
  const [typed] = useState(() => {
    if (typeof document === 'undefined') return null;
    const found = document.getElementById(props.id);
    return found instanceof HTMLTextAreaElement ? found.value : null;
  });
  useLayoutEffect(() => {
    if (typed !== null && area.current) area.current.value = typed;
  }, [typed]);
  return <textarea {...props} ref={area} />;
}
