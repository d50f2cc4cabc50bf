'use client';
import { useEffect, useState } from 'react';
import { Button } from './button.tsx';

/** A code to read out or to copy. The button appears where copying is possible. */
export function CopyCode(props: { code: string; words: { copy: string; copied: string } }) {
  const [state, setState] = useState<'none' | 'ready' | 'copied'>('none');
  useEffect(() => {
    if (navigator.clipboard) setState('ready');
  }, []);
  return (
    <span className="code">
      <code>{props.code}</code>
      {state === 'none' ? null : (
        <Button
          type="button"
          look="plain"
          size="short"
          onClick={() => navigator.clipboard.writeText(props.code).then(() => setState('copied'))}
        >
          {props.words.copy}
        </Button>
      )}
      <span role="status" className="small soft">
        {state === 'copied' ? props.words.copied : ''}
      </span>
    </span>
  );
}
