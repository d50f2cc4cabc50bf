import { Button } from '#app/_ui/button.tsx';
import { StepHeading } from '#app/_ui/step-heading.tsx';
import { SummaryList } from '#app/_ui/summary-list.tsx';
import { untilText } from '#lib/booking/mail-waiting.ts';
import type { Museum } from '#lib/catalog/queries.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { type Locale, localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { formatLongDate } from '#lib/platform/time.ts';
import type { OfferView, WaitingView } from '#lib/waiting/waiting-view.ts';

/** What is offered, until when, and the two answers. */
export function OfferOpen(props: {
  entry: WaitingView;
  offer: OfferView;
  token: string;
  locale: Locale;
  museum: Museum;
  holdMinutes: number;
}) {
  const { entry, offer, token, locale } = props;
  const t = translator(locale, 'waiting');
  const mail = translator(locale, 'mail');
  const until = untilText(offer.expiresAt, props.museum.timeZone, locale);
  const rest = entry.people - offer.people;
  return (
    <>
      <StepHeading
        where={t('own.where')}
        title={t(rest > 0 ? 'offer.partTitle' : 'offer.title')}
        lead={t(rest > 0 ? 'offer.partLead' : 'offer.lead', { people: offer.people, until, rest })}
      />
      <SummaryList
        rows={[
          { term: mail('refunded.forWhat'), value: localized(entry.product.names, locale) },
          { term: mail('visit.day'), value: formatLongDate(offer.visitDate, locale) },
          { term: mail('visit.start'), value: offer.startTime, isStrong: true },
          ...(offer.language
            ? [{ term: mail('visit.language'), value: translator(locale, 'common')(`languages.${offer.language}`) }]
            : []),
        ]}
      />
      <form className="stack" method="post" action={paths.waitingStep(locale, token, 'take')}>
        <input type="hidden" name="offer" value={offer.id} />
        <p className="soft">{t('offer.takeLead', { minutes: props.holdMinutes })}</p>
        <p className="form-end">
          <Button>{t('offer.take')}</Button>
        </p>
      </form>
      <form className="after stack" method="post" action={paths.waitingStep(locale, token, 'decline')}>
        <input type="hidden" name="offer" value={offer.id} />
        <p className="soft">{t('offer.declineLead')}</p>
        <p>
          <Button look="quiet">{t('offer.decline')}</Button>
        </p>
      </form>
    </>
  );
}
