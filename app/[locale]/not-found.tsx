'use client';

import { usePathname } from 'next/navigation';
import { LinkButton } from '#app/_ui/button.tsx';
import { StepHeading } from '#app/_ui/step-heading.tsx';
import { defaultLocale, isLocale } from '#lib/platform/locales.ts';
import { notHereWords } from './calm-words.ts';

/** Unknown and forbidden look alike. */
export default function NotFound() {
  const segment = usePathname()?.split('/')[1];
  const [title, text, action] = notHereWords(segment);
  return (
    <main className="main">
      <div className="wrap">
        <title>{title}</title>
        <StepHeading title={title} lead={text} />
        <LinkButton href={`/${isLocale(segment) ? segment : defaultLocale}`}>{action}</LinkButton>
      </div>
    </main>
  );
}
