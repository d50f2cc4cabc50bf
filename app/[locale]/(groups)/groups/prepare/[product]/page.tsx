import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { BackLink } from '#app/_ui/back-link.tsx';
import { LinkButton } from '#app/_ui/button.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { StepHeading } from '#app/_ui/step-heading.tsx';
import { SummaryList } from '#app/_ui/summary-list.tsx';
import { listRoute } from '#lib/catalog/queries.ts';
import { findVisitTerms } from '#lib/groups/visit-terms.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { isLocale, localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { visitorRequest } from '#lib/platform/request.ts';
import { Frame, museumOfRequest } from '../../../../frame.tsx';

type Props = { params: Promise<{ locale: string; product: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: translator(locale, 'request')('prepare.title') } : {};
}

/** How a class is prepared: what it will see, what may be hard to bear, where to be, what to bring. For printing, too. */
export default async function PreparePage({ params }: Props) {
  const { locale, product: code } = await params;
  if (!isLocale(locale)) notFound();
  const { db, now } = visitorRequest(locale);
  const [terms, museum] = await Promise.all([findVisitTerms(db, code, now), museumOfRequest()]);
  if (!terms) notFound();
  const { product, settings } = terms;
  const route = await listRoute(db, product.id);
  const t = translator(locale, 'request');
  const bring = localized(product.preparations, locale);
  const advisory = localized(product.advisories, locale);
  return (
    <Frame locale={locale} here={(other) => paths.groupsPrepare(other, code)}>
      <BackLink href={paths.groups(locale)}>{t('list.title')}</BackLink>
      <StepHeading
        where={localized(product.names, locale)}
        title={t('prepare.title')}
        lead={localized(product.summaries, locale)}
      />
      <div className="stack-wide">
        {advisory ? (
          <Notice kind="warn" title={t('prepare.advisory')}>
            <p>{advisory}</p>
            {product.advisoryAge ? <p>{t('prepare.age', { age: product.advisoryAge })}</p> : null}
          </Notice>
        ) : null}
        <SummaryList
          rows={[
            { term: t('prepare.where'), value: localized(product.meetingPoints, locale) },
            { term: t('prepare.address'), value: localized(museum.addresses, locale) },
            { term: t('prepare.arrive'), value: t('prepare.arriveOf', { minutes: settings.be_there_minutes }) },
            {
              term: t('prepare.late'),
              value: t('prepare.lateOf', {
                grace: settings.admit_grace_minutes,
                shortened: settings.late_shortened_minutes,
              }),
            },
            { term: t('prepare.phone'), value: museum.contactPhone },
            ...(bring ? [{ term: t('list.bring'), value: bring }] : []),
          ]}
        />
        <section aria-labelledby="route">
          <h2 id="route">{t('prepare.route')}</h2>
          <ol className="route-facts">
            {route.map((stop) => (
              <li key={`${stop.code} ${stop.startMinute}`}>
                <b>{localized(stop.names, locale)}</b>, {t('list.minutesOf', { minutes: stop.minutes })}
                {stop.isStepFree ? null : <>. {t('prepare.steps')}</>}
                {stop.advisories ? <>. {localized(stop.advisories, locale)}</> : null}
              </li>
            ))}
          </ol>
        </section>
        <section aria-labelledby="rules">
          <h2 id="rules">{t('prepare.rules')}</h2>
          <ul className="listed">
            {(['adults', 'quiet', 'bags', 'photos', 'stop'] as const).map((key) => (
              <li key={key}>{t(`prepare.rule.${key}`)}</li>
            ))}
          </ul>
        </section>
        <p className="actions no-print">
          <LinkButton href={paths.groupsAsk(locale, { product: code })}>{t('list.ask')}</LinkButton>
        </p>
      </div>
    </Frame>
  );
}
