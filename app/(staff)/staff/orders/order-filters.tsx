import { Button } from '#app/_ui/button.tsx';
import { Select } from '#app/_ui/select.tsx';
import { TextInput } from '#app/_ui/text-input.tsx';
import { orderStates } from '#lib/booking/values.ts';
import type { Translator } from '#lib/platform/i18n/translator.ts';
import { paths } from '#lib/platform/paths.ts';

/** What to look for. A plain form: what is chosen stands in the address afterwards. */
export function OrderFilters({ t, q, state, date }: { t: Translator; q?: string; state?: string; date?: string }) {
  const states = [{ value: '', label: t('orders.anyState') }].concat(
    orderStates.map((value) => ({ value, label: t(`orderStates.${value}`) })),
  );
  return (
    <search>
      <form className="filters" action={paths.staffOrders()}>
        <TextInput
          type="search"
          name="q"
          label={t('orders.search')}
          hint={t('orders.searchHint')}
          defaultValue={q ?? ''}
          maxLength={100}
          autoComplete="off"
          spellCheck={false}
        />
        <Select name="state" label={t('orders.state')} options={states} defaultValue={state ?? ''} />
        <TextInput type="date" name="date" label={t('orders.date')} defaultValue={date ?? ''} />
        <Button>{t('orders.submit')}</Button>
        {q || state || date ? (
          <a className="btn plain" href={paths.staffOrders()}>
            {t('orders.clear')}
          </a>
        ) : null}
      </form>
    </search>
  );
}
