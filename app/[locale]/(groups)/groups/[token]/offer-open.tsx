import { Button } from '#app/_ui/button.tsx';
import { SummaryList } from '#app/_ui/summary-list.tsx';
import { peopleOf } from '#lib/groups/plan-for-visit.ts';
import type { PlanView, VisitView } from '#lib/groups/visit-view.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { type Locale, localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { formatLongDate } from '#lib/platform/time.ts';

/** What the museum offers: up to three plans, each with its facts and a button of its own; and "none of these". */
export function OfferOpen(props: {
  view: VisitView;
  offer: NonNullable<VisitView['offer']>;
  token: string;
  locale: Locale;
  until: string;
}) {
  const { view, offer, token, locale } = props;
  const t = translator(locale, 'request');
  return (
    <section aria-labelledby="offer" className="stack">
      <h2 id="offer">{t('offer.title', { count: offer.plans.length })}</h2>
      <p>{t('offer.until', { until: props.until })}</p>
      {offer.words ? (
        <blockquote>
          <p>{offer.words}</p>
        </blockquote>
      ) : null}
      <ol className="wishes">
        {offer.plans.map((plan) => (
          <li key={plan.id}>
            <h3>
              {t('answer.at', {
                date: formatLongDate(plan.visitDate, locale, { year: false }),
                time: plan.subGroups[0]?.startTime ?? '',
              })}
            </h3>
            <PlanFacts plan={plan} view={view} locale={locale} />
            <form method="post" action={paths.visitStep(locale, token, 'accept')}>
              <input type="hidden" name="plan" value={plan.id} />
              <Button>
                {t('offer.accept', {
                  date: formatLongDate(plan.visitDate, locale, { weekday: false, year: false }),
                  time: plan.subGroups[0]?.startTime ?? '',
                })}
              </Button>
            </form>
          </li>
        ))}
      </ol>
      <form method="post" action={paths.visitStep(locale, token, 'decline')}>
        <p className="soft">{t(view.agreed ? 'offer.noneKeep' : 'offer.noneHint')}</p>
        <p className="actions">
          <Button look="quiet">{t('offer.none')}</Button>
        </p>
      </form>
    </section>
  );
}

/** What is agreed to with one press: how many in how many groups, from when until when, where. */
export function PlanFacts({ plan, view, locale }: { plan: PlanView; view: VisitView; locale: Locale }) {
  const t = translator(locale, 'request');
  const until = plan.subGroups
    .map(({ endTime }) => endTime)
    .toSorted()
    .at(-1);
  return (
    <SummaryList
      rows={[
        {
          term: t('plan.time'),
          value: t('plan.fromUntil', { from: plan.subGroups[0]?.startTime ?? '', until: until ?? '' }),
        },
        {
          term: t('plan.groups', { count: plan.subGroups.length }),
          value: (
            <ul>
              {plan.subGroups.map((group) => (
                <li key={group.id}>
                  {t('plan.group', {
                    no: group.no,
                    people: group.people,
                    time: group.startTime,
                    route: localized(group.route, locale),
                  })}
                </li>
              ))}
            </ul>
          ),
        },
        { term: t('plan.people'), value: t('plan.peopleOf', { count: peopleOf(view.visit) }) },
        { term: t('prepare.where'), value: localized(view.product.meetingPoints, locale) },
      ]}
    />
  );
}
