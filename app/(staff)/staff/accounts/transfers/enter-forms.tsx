import { Button } from '#app/_ui/button.tsx';
import { ErrorSummary } from '#app/_ui/error-summary.tsx';
import { Field } from '#app/_ui/field.tsx';
import { TextInput } from '#app/_ui/text-input.tsx';
import { lineFaults, statementColumns } from '#lib/groups/read-statement.ts';
import type { Translator } from '#lib/platform/i18n/translator.ts';
import { paths } from '#lib/platform/paths.ts';
import { enter } from './transfer-actions.ts';

type One = (name: string) => string | undefined;
const fields = ['reference', 'valueDate', 'amount', 'payer', 'words'] as const;

/** A line of the statement by hand, with what is wrong beside its field. */
export function EnterForm({ t, today, one }: { t: Translator; today: string; one: One }) {
  const fault = lineFaults.find((code) => code === one('fault'));
  const column = fault && statementColumns.find((known) => known === one('column'));
  const message = fault ? t(`staff.transfers.faults.${fault}`) : undefined;
  return (
    <details className="more" open={fault !== undefined}>
      <summary>{t('staff.transfers.enter.title')}</summary>
      <form className="stack" action={enter}>
        <ErrorSummary
          title={t('staff.transfers.faults.title')}
          errors={column && message ? [{ fieldId: `enter-${column}`, message }] : []}
        />
        {fields.map((name) => (
          <TextInput
            key={name}
            id={`enter-${name}`}
            name={name}
            type={name === 'valueDate' ? 'date' : 'text'}
            inputMode={name === 'amount' ? 'decimal' : undefined}
            max={name === 'valueDate' ? today : undefined}
            maxLength={name === 'valueDate' ? undefined : name === 'words' ? 500 : 200}
            autoComplete="off"
            spellCheck={false}
            label={t(`staff.transfers.enter.${name}`)}
            hint={name === 'reference' ? t('staff.transfers.enter.referenceHint') : undefined}
            defaultValue={one(name) ?? (name === 'valueDate' ? today : '')}
            error={column === name ? message : undefined}
          />
        ))}
        <div className="actions">
          <Button look="quiet">{t('staff.transfers.enter.do')}</Button>
        </div>
      </form>
    </details>
  );
}

export const fileFaults = [
  'too_large',
  'not_text',
  'not_a_table',
  'too_many_lines',
  'no_lines',
  'columns_missing',
  'file_missing',
] as const;

/** The bank's statement as a file. */
export function ImportForm({ t, one }: { t: Translator; one: One }) {
  const fault = fileFaults.find((code) => code === one('file'));
  const missing = statementColumns.filter((column) => one('missing')?.split(' ').includes(column));
  const columns = missing.map((column) => t(`staff.transfers.columnNames.${column}`)).join(', ');
  const message = fault ? t(`staff.transfers.faults.${fault}`, { columns }) : undefined;
  return (
    <details className="more" open={fault !== undefined}>
      <summary>{t('staff.transfers.import.title')}</summary>
      <form className="stack" method="post" action={`${paths.staffTransfers()}/import`} encType="multipart/form-data">
        <ErrorSummary
          title={t('staff.transfers.faults.title')}
          errors={message ? [{ fieldId: 'statement', message }] : []}
        />
        <Field
          id="statement"
          label={t('staff.transfers.import.file')}
          hint={t('staff.transfers.import.fileHint')}
          error={message}
        >
          {(control) => (
            <input {...control} className="input" type="file" name="statement" accept=".csv,text/csv,text/plain" />
          )}
        </Field>
        <div className="actions">
          <Button look="quiet">{t('staff.transfers.import.do')}</Button>
        </div>
      </form>
    </details>
  );
}
