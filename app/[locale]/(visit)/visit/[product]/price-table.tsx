import { Money } from '#app/_ui/money.tsx';
import { listPricedTicketTypes, type Product } from '#lib/catalog/queries.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { type Locale, localized } from '#lib/platform/locales.ts';
import { visitorRequest } from '#lib/platform/request.ts';
import { formatDate, type IsoDate } from '#lib/platform/time.ts';
import { findDayType } from '#lib/schedule/queries.ts';

/** What every ticket costs and which document it needs, before anything is chosen (4.1). */
export async function PriceTable({
  locale,
  product,
  visitDate,
}: {
  locale: Locale;
  product: Product;
  visitDate: IsoDate;
}) {
  const { db } = visitorRequest(locale);
  const dayType = await findDayType(db, visitDate);
  const types = await listPricedTicketTypes(db, { productId: product.id, visitDate, dayType, onlineOnly: true });
  const t = translator(locale, 'visit');
  const free = translator(locale, 'common')('free');
  const row = (type: (typeof types)[number]) => (
    <li key={type.id}>
      <span>
        {localized(type.names, locale)}
        {localized(type.documents, locale) ? (
          <small>{t('product.document', { document: localized(type.documents, locale) })}</small>
        ) : null}
      </span>
      <Money amountMinor={type.unitPriceMinor} currency={type.currency} locale={locale} free={free} />
    </li>
  );
  const main = types.filter((type) => type.family === 'main' || type.family === 'reduced');
  const others = types.filter((type) => !main.includes(type));
  return (
    <section aria-labelledby="prices">
      <h2 id="prices">{t('product.prices')}</h2>
      <p className="soft small">{t('product.pricesOn', { date: formatDate(visitDate) })}</p>
      <ul className="prices">{main.map(row)}</ul>
      {others.length ? (
        <details>
          <summary>{translator(locale, 'order')('tickets.moreTypes')}</summary>
          <ul className="prices">{others.map(row)}</ul>
        </details>
      ) : null}
    </section>
  );
}
