import { Button } from '#app/_ui/button.tsx';
import { TextInput } from '#app/_ui/text-input.tsx';
import type { VoucherRow } from '#lib/booking/list-vouchers.ts';
import type { Translator } from '#lib/platform/i18n/translator.ts';
import { dateAt } from '#lib/platform/time.ts';
import { BoundsFields } from '../bounds-fields.tsx';
import { change, withdraw } from '../voucher-actions.ts';
import { lastIsoDateOf } from '../voucher-words.tsx';

/** The bounds of a voucher that stands, and its end. What it grants stays as it was made. */
export function ChangeForm({ t, voucher, zone }: { t: Translator; voucher: VoucherRow; zone: string }) {
  const typed = {
    maxUses: String(voucher.maxUses),
    perEmail: voucher.maxUsesPerEmail === null ? '' : String(voucher.maxUsesPerEmail),
    minimum: String(voucher.minimumTickets),
    maximum: voucher.maximumTickets === null ? '' : String(voucher.maximumTickets),
    from: dateAt(voucher.validFrom, zone),
    until: lastIsoDateOf(voucher, zone),
    givenBack: voucher.isGivenBack ? '1' : '',
  };
  return (
    <>
      <section className="stack" aria-labelledby="bounds">
        <h2 id="bounds">{t('form.change')}</h2>
        <form className="stack" action={change}>
          <input type="hidden" name="id" value={voucher.id} />
          <TextInput name="label" label={t('form.label')} defaultValue={voucher.label} maxLength={200} required />
          <BoundsFields t={t} typed={typed} />
          <div className="actions">
            <Button look="quiet">{t('form.save')}</Button>
          </div>
        </form>
      </section>
      <section className="stack" aria-labelledby="withdraw">
        <h2 id="withdraw">{t('form.withdrawTitle')}</h2>
        <p>{t('form.withdrawText')}</p>
        <form action={withdraw}>
          <input type="hidden" name="id" value={voucher.id} />
          <Button look="quiet">{t('form.withdraw')}</Button>
        </form>
      </section>
    </>
  );
}
