import { Money } from '#app/_ui/money.tsx';
import type { PricedTicketType } from '#lib/catalog/queries.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { type Locale, localized } from '#lib/platform/locales.ts';

/** One ticket type: its name, price and document, and how many of it. */
export function TicketTypeRow({
  type,
  reducedMinor,
  locale,
  limit,
  quantity,
  companionTo,
  error,
}: {
  type: PricedTicketType;
  /** What one costs with the visitor's code; null where it changes nothing. */
  reducedMinor: number | null;
  locale: Locale;
  limit: number;
  quantity: string;
  /** Whom a linked companion comes with, one to one. */
  companionTo: PricedTicketType | null;
  error: string | undefined;
}) {
  const t = translator(locale, 'order');
  const id = `ticket.${type.id}`;
  const name = localized(type.names, locale);
  const document = localized(type.documents, locale);
  const eligibility = localized(type.eligibilities, locale);
  return (
    <li className="type">
      <div>
        <p className="type-name">{name}</p>
        <p className="type-price">
          <Money
            amountMinor={reducedMinor ?? type.unitPriceMinor}
            currency={type.currency}
            locale={locale}
            free={translator(locale, 'common')('free')}
          />
          {reducedMinor === null ? null : (
            <span className="full-price">
              {translator(locale, 'vouchers')('code.fullPrice')}{' '}
              <Money amountMinor={type.unitPriceMinor} currency={type.currency} locale={locale} />
            </span>
          )}
        </p>
        <p className="hint" id={`${id}-hint`}>
          {eligibility ? <span>{eligibility}</span> : null}{' '}
          {document ? <span>{t('tickets.document', { document })}</span> : null}{' '}
          {companionTo ? <span>{t('tickets.companion', { person: localized(companionTo.names, locale) })}</span> : null}
        </p>
        {error ? (
          <p className="error" id={`${id}-error`}>
            {error}
          </p>
        ) : null}
      </div>
      <label className="vh" htmlFor={id}>
        {t('tickets.quantity', { type: name })}
      </label>
      <input
        className="input narrow"
        type="number"
        inputMode="numeric"
        id={id}
        name={id}
        min={0}
        max={limit}
        step={1}
        defaultValue={quantity}
        aria-describedby={error ? `${id}-hint ${id}-error` : `${id}-hint`}
        aria-invalid={error ? true : undefined}
      />
    </li>
  );
}
