import { SummaryList } from '#app/_ui/summary-list.tsx';
import type { VisitView } from '#lib/groups/visit-view.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { type Locale, localized } from '#lib/platform/locales.ts';
import { formatLongDate } from '#lib/platform/time.ts';

/** What a party has asked for: how many, of what age, when, in which language. */
export function PartySummary({ view, locale }: { view: VisitView; locale: Locale }) {
  const { visit, wishes } = view;
  const t = translator(locale, 'request');
  const words = translator(locale, 'groups');
  return (
    <SummaryList
      rows={[
        { term: t('facts.programme'), value: localized(view.product.names, locale) },
        ...(view.institution ? [{ term: words('facts.institution'), value: view.institution.name }] : []),
        {
          term: words('facts.party'),
          value: words('facts.partyOf', {
            pupils: visit.pupils,
            adults: visit.teachers + visit.parents,
            aides: visit.aides,
          }),
        },
        ...(visit.ageFrom !== null && visit.ageUntil !== null
          ? [
              {
                term: t('ask.ages'),
                value: `${t('facts.agesOf', { from: visit.ageFrom, until: visit.ageUntil })}${visit.grades ? `, ${visit.grades}` : ''}`,
              },
            ]
          : []),
        { term: t('ask.language'), value: translator(locale, 'common')(`languages.${visit.tourLanguage}`) },
        {
          term: t('facts.wishes'),
          value: (
            <ul>
              {wishes.map((wish) => (
                <li key={wish.rank}>
                  {t('answer.at', {
                    date: formatLongDate(wish.visitDate, locale, { year: false }),
                    time: wish.startTime.slice(0, 5),
                  })}
                </li>
              ))}
            </ul>
          ),
        },
        ...(visit.hasOwnGuide ? [{ term: t('ask.ownGuide'), value: t('ask.yes') }] : []),
        { term: words('facts.reference'), value: visit.code },
      ]}
    />
  );
}
