'use client';

import { usePathname } from 'next/navigation';
import { Button } from '#app/_ui/button.tsx';
import { StepHeading } from '#app/_ui/step-heading.tsx';

const words = {
  az: [
    'Bizim tərəfdə xəta baş verdi',
    'Sizdən heç nə tutulmayıb. Yenidən cəhd edin; təkrar olunarsa, bizə yazın və bu nömrəni göstərin:',
    'Yenidən cəhd et',
  ],
  en: [
    'Something went wrong on our side',
    'Nothing has been charged by this. Please try again; if it happens once more, write to us and give this number:',
    'Try again',
  ],
  ru: [
    'Ошибка на нашей стороне',
    'С вас из-за этого ничего не списано. Попробуйте ещё раз; если ошибка повторится, напишите нам и укажите этот номер:',
    'Попробовать ещё раз',
  ],
} as const;

/** A calm page for what must not happen; never the error's own text. The number is found again in the log. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const segment = usePathname()?.split('/')[1];
  const [title, text, action] = words[segment === 'en' || segment === 'ru' ? segment : 'az'];
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
