import { StepHeading } from '#app/_ui/step-heading.tsx';
import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { visitorRequest } from '#lib/platform/request.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { dateAt } from '#lib/platform/time.ts';
import { Frame, museumOfRequest } from '../frame.tsx';

/** A text of rules: numbered sections of the message file, as many as it has. */
export async function LegalText({ locale, text }: { locale: Locale; text: 'terms' | 'privacy' }) {
  const t = translator(locale, 'legal');
  const { db, now } = visitorRequest(locale);
  const { contactEmail: email, timeZone } = await museumOfRequest();
  const settings = await getSettings(db, dateAt(now, timeZone));
  // How long what is kept: the rules by which it is really forgotten.
  const facts = {
    email,
    line: settings.rush_keep_minutes,
    names: settings.names_kept_days,
    months: settings.contacts_kept_months,
    waiting: settings.waiting_contact_days,
    mails: settings.mails_kept_days,
  };
  const sections = Array.from({ length: 20 }, (_, index) => `${text}.s${index + 1}`).filter((key) =>
    t.has(`${key}.title`),
  );
  return (
    <Frame locale={locale} here={paths[text]}>
      <StepHeading title={t(`${text}.title`)} lead={t(`${text}.lead`)} />
      {sections.map((key) => (
        <section key={key} className="after stack">
          <h2>{t(`${key}.title`)}</h2>
          <p>{t(`${key}.text`, facts)}</p>
        </section>
      ))}
    </Frame>
  );
}
