'use client';

import { useEffect, useState } from 'react';

/** The desk has a fault of ours: it says so, keeps what was not sent, and can be opened again. */
export default function DeskError({ reset }: { error: Error; reset: () => void }) {
  const [words, setWords] = useState<DOMStringMap>({});
  useEffect(() => setWords({ ...document.body.dataset }), []);
  return (
    <main className="desk-alone stack" role="alert">
      <h1>{words.errorTitle}</h1>
      <p>{words.errorText}</p>
      <button type="button" className="btn" onClick={reset}>
        {words.errorAction}
      </button>
    </main>
  );
}
