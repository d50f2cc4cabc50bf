import { translator } from '#lib/platform/i18n/translator.ts';
import { type Locale, locales } from '#lib/platform/locales.ts';
import { chooseLanguage } from './choose-language.ts';

/** The three languages as buttons; the chosen one is said, not offered. `back` is the page to come back to. */
export function LanguageForm({ locale, back }: { locale: Locale; back: string }) {
  const t = translator(locale, 'staff');
  return (
    <form action={chooseLanguage} aria-label={t('nav.language')}>
      <input type="hidden" name="back" value={back} />
      <ul className="langs">
        {locales.map((other) => (
          <li key={other} lang={other}>
            {other === locale ? (
              <span aria-current="true">{other.toUpperCase()}</span>
            ) : (
              <button type="submit" name="locale" value={other} className="btn plain short">
                <span aria-hidden="true">{other.toUpperCase()}</span>
                <span className="vh">{t(`nav.languages.${other}`)}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
    </form>
  );
}
