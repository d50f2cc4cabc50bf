import { StaffShell } from '#app/_ui/staff-shell.tsx';
import { VisitorShell } from '#app/_ui/visitor-shell.tsx';
import { isLocale, type Locale, locales } from '#lib/platform/locales.ts';
import { FactSamples } from './fact-samples.tsx';
import { FormSamples } from './form-samples.tsx';
import { VisitSamples } from './visit-samples.tsx';
import { words } from './words.ts';

const parts = { visit: 'Visit', forms: 'Forms', facts: 'Facts', desk: 'Desk', staff: 'Staff' } as const;

/** Every primitive in every state: `?locale=az|en|ru&part=visit|forms|facts|desk|staff`. */
export default async function StyleguidePage(props: { searchParams: Promise<{ locale?: string; part?: string }> }) {
  const asked = await props.searchParams;
  const locale: Locale = isLocale(asked.locale) ? asked.locale : 'az';
  const part = asked.part && asked.part in parts ? asked.part : 'visit';
  const t = words[locale];
  const partLinks = Object.entries(parts).map(([key, text]) => ({
    href: `/styleguide?locale=${locale}&part=${key}`,
    text,
  }));
  if (part === 'staff')
    return (
      <StaffShell
        skipText={t.skip}
        standInText={t.standIn}
        name={t.museum}
        homeHref="/styleguide"
        navLabel="Parts"
        links={partLinks.map((link) => ({ ...link, isCurrent: link.text === parts.staff }))}
        who="Leyla, duty manager"
      >
        <h1 className="vh">{parts.staff}</h1>
        <FactSamples locale={locale} />
      </StaffShell>
    );
  return (
    <VisitorShell
      skipText={t.skip}
      standInText={t.standIn}
      header={{
        museumName: t.museum,
        homeHref: '/styleguide',
        languagesLabel: t.language,
        languages: locales.map((one) => ({
          locale: one,
          name: words[one].language,
          href: `/styleguide?locale=${one}&part=${part}`,
          isCurrent: one === locale,
        })),
      }}
      footer={{
        museumName: t.museum,
        address: t.address,
        links: [...partLinks, { href: '#hours', text: t.hours }, { href: '#terms', text: t.terms }],
      }}
    >
      {part === 'visit' ? null : <h1 className="vh">{parts[part as keyof typeof parts]}</h1>}
      <div lang={locale}>
        {part === 'visit' ? <VisitSamples locale={locale} /> : null}
        {part === 'forms' ? <FormSamples /> : null}
        {part === 'facts' ? <FactSamples locale={locale} /> : null}
        {part === 'desk' ? <DeskSamples /> : null}
      </div>
    </VisitorShell>
  );
}

function DeskSamples() {
  return (
    <div className="stack-wide">
      {(
        [
          ['good', 'Let in 12 of 27', '10:30, Main hall'],
          ['check', 'Too early', 'The visit begins at 13:00'],
          ['bad', 'Already used', 'Today at 10:04'],
        ] as const
      ).map(([tone, word, say]) => (
        <section className={`answer ${tone}`} key={tone}>
          <p className="answer-word">{word}</p>
          <p className="answer-say">{say}</p>
        </section>
      ))}
    </div>
  );
}
