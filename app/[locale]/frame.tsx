import type { ReactNode } from 'react';
import { cache } from 'react';
import { VisitorShell } from '#app/_ui/visitor-shell.tsx';
import { getMuseum } from '#lib/catalog/queries.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { type Locale, locales, localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { visitorRequest } from '#lib/platform/request.ts';

/** The museum, read once per request. */
export const museumOfRequest = cache(() => getMuseum(visitorRequest('az').db));

/** Header, footer and language switch around a visitor's page. `here` gives this very page's address in a language. */
export async function Frame(props: { locale: Locale; here: (locale: Locale) => string; children: ReactNode }) {
  const museum = await museumOfRequest();
  const t = translator(props.locale, 'common');
  return (
    <VisitorShell
      skipText={t('skip')}
      header={{
        museumName: localized(museum.names, props.locale),
        homeHref: paths.museum(props.locale),
        links: [{ href: paths.groups(props.locale), text: t('groups') }],
        languagesLabel: t('languageSwitch'),
        languages: locales.map((locale) => ({
          locale,
          href: props.here(locale),
          name: translator(locale, 'common')('language'),
          isCurrent: locale === props.locale,
        })),
      }}
      footer={{
        museumName: localized(museum.names, props.locale),
        address: (
          <>
            {localized(museum.addresses, props.locale)}
            <br />
            <a href={`tel:${museum.contactPhone.replaceAll(/[^+0-9]/g, '')}`}>{museum.contactPhone}</a>
            <br />
            <a href={`mailto:${museum.contactEmail}`}>{museum.contactEmail}</a>
          </>
        ),
        links: [
          { href: paths.lostTickets(props.locale), text: t('lostTickets') },
          { href: paths.terms(props.locale), text: t('terms') },
          { href: paths.privacy(props.locale), text: t('privacy') },
        ],
        note: museum.isDemonstration ? t('demonstration') : undefined,
      }}
    >
      {props.children}
    </VisitorShell>
  );
}
