import { LinkButton } from '#app/_ui/button.tsx';
import { StepHeading } from '#app/_ui/step-heading.tsx';
import { defaultLocale, isLocale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { notHereWords } from '../../calm-words.ts';

export const metadata = { robots: { index: false } };

/** What our server shows, with status 404, where a plain page is not there: the framework's own needs its scripts. */
export default async function NotHerePage({ params }: { params: Promise<{ locale: string }> }) {
  const { locale } = await params;
  const [title, text, action] = notHereWords(locale);
  return (
    <main className="main">
      <div className="wrap">
        <title>{title}</title>
        <StepHeading title={title} lead={text} />
        <LinkButton href={paths.museum(isLocale(locale) ? locale : defaultLocale)}>{action}</LinkButton>
      </div>
    </main>
  );
}
