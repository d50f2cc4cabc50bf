import { headers } from 'next/headers';
import { StepHeading } from '#app/_ui/step-heading.tsx';
import { failedWords } from '../../calm-words.ts';

export const metadata = { robots: { index: false } };

/**
 * What our server shows, with status 500, where a plain page could not be made: never the error's own text. It asks the
 * database nothing. The number is found again in the log; trying again is loading the page again.
 */
export default async function FailedPage({ params }: { params: Promise<{ locale: string }> }) {
  const [title, text] = failedWords((await params).locale);
  const number = (await headers()).get('x-request-id') ?? '—';
  return (
    <main className="main">
      <div className="wrap">
        <title>{title}</title>
        <StepHeading title={title} lead={`${text} ${number}`} />
      </div>
    </main>
  );
}
