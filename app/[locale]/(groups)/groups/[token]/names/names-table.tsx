import { StatusWord } from '#app/_ui/status-word.tsx';
import { type Column, Table } from '#app/_ui/table.tsx';
import type { SeenName } from '#lib/groups/see-names.ts';
import type { ListField } from '#lib/groups/values.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';

export const nameTones = { sent: 'still', cleared: 'good', not_cleared: 'bad', replaced: 'still' } as const;

/** The people on a list with how each stands; `token`: each may be replaced. */
export function NamesTable(props: {
  names: readonly SeenName[];
  fields: readonly ListField[];
  locale: Locale;
  token: string | null;
}) {
  const t = translator(props.locale, 'lists');
  const columns: Column<SeenName>[] = [
    { key: 'no', head: t('fields.no'), isNumber: true, cell: ({ no }) => no },
    {
      key: 'name',
      head: t('fields.name'),
      isRowHead: true,
      cell: ({ name, role }) => (role === 'pupil' ? name : `${name}, ${t(`roles.${role}`)}`),
    },
    ...(props.fields.includes('birth_year')
      ? [{ key: 'birth', head: t('fields.birth_year'), isNumber: true, cell: (row: SeenName) => row.birthYear ?? '' }]
      : []),
    ...(props.fields.includes('document')
      ? [{ key: 'document', head: t('fields.document'), cell: (row: SeenName) => row.document ?? '' }]
      : []),
    {
      key: 'state',
      head: t('fields.state'),
      cell: ({ state }) => <StatusWord tone={nameTones[state]}>{t(`nameStates.${state}`)}</StatusWord>,
    },
    ...(props.token
      ? [
          {
            key: 'replace',
            head: t('names.replace'),
            cell: (row: SeenName) =>
              row.state === 'replaced' ? null : (
                <a
                  className="btn plain"
                  href={paths.visitReplaceName(props.locale, props.token ?? '', row.id)}
                  aria-label={t('names.replaceWho', { name: row.name })}
                >
                  {t('names.replace')}
                </a>
              ),
          },
        ]
      : []),
  ];
  return (
    <Table caption={t('names.current')} isCaptionHidden columns={columns} rows={props.names} rowKey={({ id }) => id} />
  );
}
