'use client';

import { useEffect, useState } from 'react';

/** A fault of ours: said calmly, with a number by which it is found in the log, and a way to try again. */
export default function StaffError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const [words, setWords] = useState<DOMStringMap>({});
  useEffect(() => setWords({ ...document.body.dataset }), []);
  return (
    <main className="wrap stack" role="alert">
      <h1>{words.errorTitle}</h1>
      <p>{words.errorText}</p>
      {error.digest ? (
        <p>
          {words.errorReference} <code>{error.digest}</code>
        </p>
      ) : null}
      <button type="button" className="btn" onClick={reset}>
        {words.errorAction}
      </button>
    </main>
  );
}
