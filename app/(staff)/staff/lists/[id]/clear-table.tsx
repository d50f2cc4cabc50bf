import { StatusWord } from '#app/_ui/status-word.tsx';
import { type Column, Table } from '#app/_ui/table.tsx';
import type { SeenName } from '#lib/groups/see-names.ts';
import type { ListField } from '#lib/groups/values.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';

const tones = { sent: 'still', cleared: 'good', not_cleared: 'bad', replaced: 'still' } as const;

/** The names with a box for each, and only what the policy names of each. */
export function ClearTable(props: { names: readonly SeenName[]; fields: readonly ListField[]; locale: Locale }) {
  const t = translator(props.locale, 'lists');
  const columns: Column<SeenName>[] = [
    {
      key: 'choose',
      head: <span className="vh">{t('staff.names')}</span>,
      cell: ({ id, name, state }) =>
        state === 'replaced' ? null : (
          <label className="tick">
            <input type="checkbox" name="name" value={id} />
            <span className="vh">{t('staff.choose', { name })}</span>
          </label>
        ),
    },
    { key: 'no', head: t('fields.no'), isNumber: true, cell: ({ no }) => no },
    { key: 'name', head: t('fields.name'), isRowHead: true, cell: ({ name }) => name },
    { key: 'role', head: t('fields.role'), cell: ({ role }) => t(`roles.${role}`) },
    ...(props.fields.includes('birth_year')
      ? [{ key: 'birth', head: t('fields.birth_year'), isNumber: true, cell: (row: SeenName) => row.birthYear ?? '' }]
      : []),
    ...(props.fields.includes('document')
      ? [{ key: 'document', head: t('fields.document'), cell: (row: SeenName) => row.document ?? '' }]
      : []),
    {
      key: 'state',
      head: t('fields.state'),
      cell: ({ state }) => <StatusWord tone={tones[state]}>{t(`nameStates.${state}`)}</StatusWord>,
    },
  ];
  return (
    <Table caption={t('staff.names')} isCaptionHidden columns={columns} rows={props.names} rowKey={({ id }) => id} />
  );
}
