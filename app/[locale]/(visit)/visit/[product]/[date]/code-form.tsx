import { Button } from '#app/_ui/button.tsx';
import { Field } from '#app/_ui/field.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { formatVoucherCode } from '#lib/booking/voucher-code.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { formatDate } from '#lib/platform/time.ts';
import { codeParty } from '../../../../code-party.ts';
import type { CodeInAddress } from '../../../opened-by-code.ts';

/** Looking at a day with a code: the field, or what the code opens and the way to do without it. */
export function CodeForm(props: {
  locale: Locale;
  product: string;
  date: string;
  people: number;
  code: CodeInAddress;
}) {
  const { locale, product, date, people, code } = props;
  const t = translator(locale, 'vouchers');
  const { found } = code;
  if (found?.ok) {
    const { voucher, slot } = found;
    const isElsewhere = slot !== null && slot.visitDate !== date;
    return (
      <Notice kind={isElsewhere ? 'warn' : 'info'}>
        <p>
          {t('code.isUsed', { code: formatVoucherCode(voucher.code) })}{' '}
          {slot ? t('code.forOneTime', { date: formatDate(slot.visitDate), time: slot.startTime }) : null}{' '}
          {voucher.lane ? t('code.ownLane') : null}{' '}
          {voucher.placesLeft > 0 ? t('code.places', { count: voucher.placesLeft }) : null} {codeParty(locale, voucher)}
        </p>
        <p>
          {isElsewhere ? (
            <>
              <a href={paths.day(locale, product, slot.visitDate, { people, code: code.typed })}>
                {t('code.toThatTime')}
              </a>
              {' · '}
            </>
          ) : null}
          <a href={paths.day(locale, product, date, { people })}>{t('code.removeShort')}</a>
        </p>
      </Notice>
    );
  }
  return (
    <details className="more" open={found !== null}>
      <summary>{t('code.have')}</summary>
      <form className="code-field" method="get" action={paths.day(locale, product, date)}>
        <input type="hidden" name="people" value={people} />
        <Field
          id="code"
          label={t('code.label')}
          hint={t('code.hint')}
          error={found ? t(`refused.${found.why}`) : undefined}
        >
          {(control) => (
            <input
              {...control}
              name="code"
              type="text"
              className="input code"
              maxLength={60}
              autoComplete="off"
              autoCapitalize="characters"
              spellCheck={false}
              defaultValue={code.typed}
            />
          )}
        </Field>
        <Button look="quiet">{t('code.show')}</Button>
      </form>
    </details>
  );
}
