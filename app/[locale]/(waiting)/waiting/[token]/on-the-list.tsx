import { Button, LinkButton } from '#app/_ui/button.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { StepHeading } from '#app/_ui/step-heading.tsx';
import { SummaryList } from '#app/_ui/summary-list.tsx';
import { wantFacts } from '#lib/booking/mail-waiting.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { type Locale, localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { formatLongDate } from '#lib/platform/time.ts';
import type { WaitingView } from '#lib/waiting/waiting-view.ts';

/** A party that waits: for what, how many before it, why it was passed over, and how to change or leave. */
export function OnTheList(props: { entry: WaitingView; token: string; locale: Locale; orderPath: string | null }) {
  const { entry, token, locale } = props;
  const t = translator(locale, 'waiting');
  return (
    <>
      <StepHeading
        where={localized(entry.product.names, locale)}
        title={t('own.title')}
        lead={t('own.notTicket', { email: entry.email ?? '—' })}
      />
      {props.orderPath ? (
        <Notice kind="info" title={t('over.taken.title')}>
          <p>
            <a href={props.orderPath}>{t('over.booking')}</a>
          </p>
        </Notice>
      ) : null}
      <div className="stack">
        <p>{t('own.before', { count: entry.before })}</p>
        <SummaryList
          rows={wantFacts(entry, locale).map(({ label, value }) => ({
            key: label,
            term: label,
            value: value.split('\n').map((line) => (
              <span className="line" key={line}>
                {line}
                <br />
              </span>
            )),
          }))}
        />
      </div>
      {entry.passedOver.length ? (
        <section aria-labelledby="passed" className="after stack">
          <h2 id="passed">{t('own.passedTitle')}</h2>
          <ul>
            {entry.passedOver.map(({ visitDate, startTime, why, places }) => (
              <li key={`${visitDate} ${startTime}`}>
                <strong>{t('own.passedOn', { date: formatLongDate(visitDate, locale), time: startTime })}</strong>
                {': '}
                {t(`own.passed.${why}`, { people: entry.people, places, part: entry.smallestPart ?? entry.people })}
              </li>
            ))}
          </ul>
          <p className="soft">{t('own.rankKept')}</p>
        </section>
      ) : null}
      <section aria-labelledby="yours" className="after stack">
        <h2 id="yours">{t('own.where')}</h2>
        <p>{t('own.keep')}</p>
        <p>
          <LinkButton look="quiet" href={paths.waitingChange(locale, token)}>
            {t('own.change')}
          </LinkButton>
        </p>
        <form className="stack" method="post" action={paths.waitingStep(locale, token, 'leave')}>
          <p className="soft">{t('own.leaveLead')}</p>
          <p>
            <Button look="quiet">{t('own.leave')}</Button>
          </p>
        </form>
      </section>
    </>
  );
}
