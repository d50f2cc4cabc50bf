import type { VisitStateStep } from '#lib/groups/list-states.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { dateAt, formatDate, wallTimeAt } from '#lib/platform/time.ts';

/** What has happened so far, in words, the newest first. */
export function VisitHistory({
  history,
  locale,
  zone,
}: {
  history: readonly VisitStateStep[];
  locale: Locale;
  zone: string;
}) {
  const t = translator(locale, 'request');
  const words = translator(locale, 'groups');
  const steps = history.filter(({ state }) => state !== 'draft').toReversed();
  return (
    <section aria-labelledby="history" className="stack">
      <h2 id="history">{t('history.title')}</h2>
      <ol className="listed">
        {steps.map((step) => (
          <li key={`${step.at.getTime()} ${step.state}`}>
            {t('history.step', {
              at: `${formatDate(dateAt(step.at, zone))} ${wallTimeAt(step.at, zone)}`,
              state: words(`states.${step.state}`),
              by: step.by === 'visitor' ? 'school' : step.by === 'staff' || step.by === 'guide' ? 'museum' : 'system',
            })}
          </li>
        ))}
      </ol>
    </section>
  );
}
