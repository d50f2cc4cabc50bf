import { Money } from '#app/_ui/money.tsx';
import { listPricedTicketTypes } from '#lib/catalog/queries.ts';
import type { DayTypeCode } from '#lib/catalog/values.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { type Locale, localized } from '#lib/platform/locales.ts';
import { visitorRequest } from '#lib/platform/request.ts';
import type { IsoDate } from '#lib/platform/time.ts';

/** What the ordinary tickets cost on this very day, beside its times; the whole table stands at the end of the page. */
export async function DayPrices(props: {
  locale: Locale;
  productId: string;
  date: IsoDate;
  dayType: DayTypeCode | null;
}) {
  const { locale } = props;
  const types = await listPricedTicketTypes(visitorRequest(locale).db, {
    productId: props.productId,
    visitDate: props.date,
    dayType: props.dayType,
    onlineOnly: true,
  });
  const main = types.filter((type) => type.family === 'main');
  if (!main.length) return null;
  const free = translator(locale, 'common')('free');
  return (
    <p className="day-prices small">
      {main.map((type) => (
        <span key={type.id}>
          {localized(type.names, locale)}:{' '}
          <Money amountMinor={type.unitPriceMinor} currency={type.currency} locale={locale} free={free} />
        </span>
      ))}
      <a href="#prices">{translator(locale, 'visit')('day.allPrices')}</a>
    </p>
  );
}
