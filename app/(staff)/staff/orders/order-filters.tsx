import { Button } from '#app/_ui/button.tsx';
import { Select } from '#app/_ui/select.tsx';
import { TextInput } from '#app/_ui/text-input.tsx';
import { orderStates } from '#lib/booking/values.ts';
import { type Translator, translator } from '#lib/platform/i18n/translator.ts';
import { paths } from '#lib/platform/paths.ts';

/** What to look for. A plain form: what is chosen stands in the address afterwards. */
export function OrderFilters(props: { t: Translator; q?: string; state?: string; date?: string; waits?: string }) {
  const { t, q, state, date, waits } = props;
  const change = translator(t.locale, 'change');
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
        <Select
          name="waits"
          label={change('staff.waits')}
          options={[
            { value: '', label: change('staff.waitsAny') },
            { value: 'help', label: change('staff.waitsHelp') },
            { value: 'change', label: change('staff.waitsChange') },
          ]}
          defaultValue={waits ?? ''}
        />
        <TextInput type="date" name="date" label={t('orders.date')} defaultValue={date ?? ''} />
        <Button>{t('orders.submit')}</Button>
        {q || state || date || waits ? (
          <a className="btn plain" href={paths.staffOrders()}>
            {t('orders.clear')}
          </a>
        ) : null}
      </form>
    </search>
  );
}
