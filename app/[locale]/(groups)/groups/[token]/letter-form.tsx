import { Button } from '#app/_ui/button.tsx';
import { ErrorSummary } from '#app/_ui/error-summary.tsx';
import { Radios } from '#app/_ui/radios.tsx';
import { TextInput } from '#app/_ui/text-input.tsx';
import { fileKinds } from '#lib/groups/values.ts';
import type { VisitFile } from '#lib/groups/visit-files.ts';
import type { VisitView } from '#lib/groups/visit-view.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { dateAt, formatDate } from '#lib/platform/time.ts';

const refusals = [
  'file_missing',
  'file_too_large',
  'file_executable',
  'file_type',
  'file_broken',
  'too_many_files',
  'wrong_state',
];
const closed = ['declined', 'expired', 'settled', 'cancelled_by_group', 'cancelled_by_museum', 'no_show'];

/** The school's letter, and its guarantee to pay: what is here, and the form for one more. */
export function LetterForm(props: {
  view: VisitView;
  files: readonly VisitFile[];
  token: string;
  locale: Locale;
  refused: string | string[] | undefined;
  zone: string;
}) {
  const { view, files, token, locale, refused } = props;
  const t = translator(locale, 'request');
  const isOpen = !closed.includes(view.visit.state);
  if (!isOpen && files.length === 0) return null;
  const error = typeof refused === 'string' && refusals.includes(refused) ? t(`letter.refused.${refused}`) : undefined;
  return (
    <section aria-labelledby="letter" className="stack">
      <ErrorSummary
        title={translator(locale, 'common')('errorsTitle')}
        errors={error ? [{ fieldId: 'file', message: error }] : []}
      />
      <h2 id="letter">{t('letter.title')}</h2>
      {files.length ? (
        <ul className="listed">
          {files.map((file) => (
            <li key={file.id}>
              {t('letter.file', {
                kind: t(`letter.kinds.${file.kind}`),
                name: file.fileName,
                date: formatDate(dateAt(file.at, props.zone)),
                size: Math.max(1, Math.round(file.size / 1024)),
              })}
            </li>
          ))}
        </ul>
      ) : null}
      {isOpen ? (
        <form method="post" encType="multipart/form-data" action={paths.visitStep(locale, token, 'letter')}>
          <Radios
            name="kind"
            legend={t('letter.kind')}
            defaultValue={view.visit.payWay === 'guarantee_letter' ? 'guarantee_letter' : 'letter'}
            options={fileKinds.map((value) => ({ value, label: t(`letter.kinds.${value}`) }))}
          />
          <TextInput
            name="file"
            type="file"
            accept="application/pdf,image/jpeg,image/png"
            label={t('letter.choose')}
            hint={t('letter.hint')}
            error={error}
          />
          <p className="actions">
            <Button look="quiet">{t('letter.send')}</Button>
          </p>
        </form>
      ) : null}
    </section>
  );
}
