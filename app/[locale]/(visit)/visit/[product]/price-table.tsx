import { Money } from '#app/_ui/money.tsx';
import { listPriceChanges, listPricedTicketTypes, type PricedTicketType, type Product } from '#lib/catalog/queries.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { type Locale, localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { visitorRequest } from '#lib/platform/request.ts';
import { addDays, formatDate, type IsoDate } from '#lib/platform/time.ts';
import { findDayType } from '#lib/schedule/queries.ts';

/**
 * What every ticket costs on a date, who may take it and which document it needs, before anything is chosen (4.1); also those that
 * only the museum enters. `showChanges`: the dates ahead on which other prices hold, each with the way to that day's table.
 */
export async function PriceTable(props: {
  locale: Locale;
  product: Product;
  visitDate: IsoDate;
  showChanges?: boolean;
}) {
  const { locale, product, visitDate } = props;
  const { db } = visitorRequest(locale);
  const dayType = await findDayType(db, visitDate);
  const [types, changes] = await Promise.all([
    listPricedTicketTypes(db, { productId: product.id, visitDate, dayType, onlineOnly: false }),
    props.showChanges
      ? listPriceChanges(db, {
          productId: product.id,
          afterDate: visitDate,
          untilDate: addDays(visitDate, product.horizonDays),
        })
      : [],
  ]);
  if (!types.length) return null;
  const t = translator(locale, 'visit');
  const online = types.filter((type) => type.isSelfDeclaredOnline);
  const main = online.filter((type) => type.family === 'main' || type.family === 'reduced');
  const others = online.filter((type) => !main.includes(type));
  const byMuseum = types.filter((type) => !type.isSelfDeclaredOnline);
  return (
    <section aria-labelledby="prices" className="after stack">
      <h2 id="prices">{t('product.prices')}</h2>
      <p className="soft small">{t('product.pricesOn', { date: formatDate(visitDate) })}</p>
      <Rows types={main} locale={locale} />
      {main.some((type) => type.residency !== 'any') ? <p className="soft small">{t('product.anyResidency')}</p> : null}
      {others.length ? (
        <details>
          <summary>{translator(locale, 'order')('tickets.moreTypes')}</summary>
          <Rows types={others} locale={locale} />
        </details>
      ) : null}
      {byMuseum.length ? (
        <details>
          <summary>{t('product.byMuseum')}</summary>
          <Rows types={byMuseum} locale={locale} />
        </details>
      ) : null}
      {changes.length ? (
        <>
          <p>{t('product.otherPrices')}</p>
          <ul className="listed">
            {changes.map(({ date, dayTypeNames }) => (
              <li key={`${date} ${dayTypeNames ? 'day' : 'from'}`}>
                <a href={`${paths.day(locale, product.code, date)}#prices`}>
                  {dayTypeNames
                    ? t('product.pricesOnDay', { date: formatDate(date), name: localized(dayTypeNames, locale) })
                    : t('product.pricesFrom', { date: formatDate(date) })}
                </a>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </section>
  );
}

function Rows({ types, locale }: { types: readonly PricedTicketType[]; locale: Locale }) {
  const t = translator(locale, 'visit');
  const free = translator(locale, 'common')('free');
  return (
    <ul className="prices">
      {types.map((type) => {
        const eligibility = localized(type.eligibilities, locale);
        const document = localized(type.documents, locale);
        return (
          <li key={type.id}>
            <span>
              {localized(type.names, locale)}
              {eligibility ? <small>{eligibility}</small> : null}
              {document ? <small>{t('product.document', { document })}</small> : null}
            </span>
            <Money amountMinor={type.unitPriceMinor} currency={type.currency} locale={locale} free={free} />
          </li>
        );
      })}
    </ul>
  );
}
