'use client';

import { usePathname } from 'next/navigation';
import { Button } from '#app/_ui/button.tsx';
import { StepHeading } from '#app/_ui/step-heading.tsx';
import { failedWords } from './calm-words.ts';

/** A calm page for what must not happen; never the error's own text. The number is found again in the log. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const segment = usePathname()?.split('/')[1];
  const [title, text, action] = failedWords(segment);
  return (
    <main className="main">
      <div className="wrap stack">
        <title>{title}</title>
        <StepHeading title={title} lead={`${text} ${error.digest ?? '—'}`} />
        <Button type="button" onClick={reset}>
          {action}
        </Button>
      </div>
    </main>
  );
}
