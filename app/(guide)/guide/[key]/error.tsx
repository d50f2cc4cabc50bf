'use client';

import { useEffect, useState } from 'react';
import { Button } from '#app/_ui/button.tsx';

/** A fault of ours: said calmly, with a number by which it is found in the log, and a way to try again. */
export default function GuideError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const [words, setWords] = useState<DOMStringMap>({});
  useEffect(() => setWords({ ...document.body.dataset }), []);
  return (
    <main className="main" role="alert">
      <div className="wrap stack">
        <h1>{words.errorTitle}</h1>
        <p>{words.errorText}</p>
        {error.digest ? <p className="soft small">{error.digest}</p> : null}
        <Button type="button" onClick={reset}>
          {words.errorAction}
        </Button>
      </div>
    </main>
  );
}
