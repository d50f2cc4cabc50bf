'use client';

import { usePathname } from 'next/navigation';
import { LinkButton } from '#app/_ui/button.tsx';
import { StepHeading } from '#app/_ui/step-heading.tsx';

// A page that is not there cannot ask the server for its words: its path is all it knows. The three languages are short enough.
const words = {
  az: [
    'Belə səhifə yoxdur',
    'Ünvan yarımçıq köçürülmüş və ya səhv yazılmış ola bilər. Keçid məktubdandırsa, onu məktubdan yenidən açın.',
    'Muzeyin səhifəsinə keç',
  ],
  en: [
    'This page is not here',
    'The address may have been shortened or mistyped. If it is a link from an e-mail, please open it again from the e-mail.',
    'Go to the museum’s page',
  ],
  ru: [
    'Такой страницы нет',
    'Возможно, адрес скопирован не полностью или с ошибкой. Если это ссылка из письма, откройте её из письма ещё раз.',
    'На страницу музея',
  ],
} as const;

/** Unknown and forbidden look alike. */
export default function NotFound() {
  const segment = usePathname()?.split('/')[1];
  const locale = segment === 'en' || segment === 'ru' ? segment : 'az';
  const [title, text, action] = words[locale];
  return (
    <main className="main">
      <div className="wrap">
        <title>{title}</title>
        <StepHeading title={title} lead={text} />
        <LinkButton href={`/${locale}`}>{action}</LinkButton>
      </div>
    </main>
  );
}
