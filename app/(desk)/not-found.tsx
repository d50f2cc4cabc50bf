import { auth } from '#app/(staff)/auth.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { defaultLocale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';

/** The same for a desk that is not there and one that is not for this person. */
export default async function NotFound() {
  const locale = (await auth())?.locale ?? defaultLocale;
  const t = translator(locale, 'desk');
  return (
    <main className="desk-alone stack">
      <h1>{t('notFound.title')}</h1>
      <p>{t('notFound.text')}</p>
      <a href={paths.museum(locale)}>{t('notFound.action')}</a>
    </main>
  );
}
