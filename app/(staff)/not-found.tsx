import { translator } from '#lib/platform/i18n/translator.ts';
import { paths } from '#lib/platform/paths.ts';
import { staffLocale } from './staff-locale.ts';

/** The same for a page that is not there and one that is not for this person. */
export default async function NotFound() {
  const locale = await staffLocale();
  const t = translator(locale, 'staff');
  return (
    <div className="staff">
      <main id="main" tabIndex={-1}>
        <div className="wrap stack">
          <h1>{t('notFound.title')}</h1>
          <p>{t('notFound.text')}</p>
          <p>
            <a href={paths.staffToday()}>{t('notFound.action')}</a>
          </p>
        </div>
      </main>
    </div>
  );
}
