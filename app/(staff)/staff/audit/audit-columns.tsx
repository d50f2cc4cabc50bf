import { InstantText } from '#app/_ui/date-time.tsx';
import type { Column } from '#app/_ui/table.tsx';
import type { Translator } from '#lib/platform/i18n/translator.ts';
import { paths } from '#lib/platform/paths.ts';
import type { AuditRow } from '#lib/reports/list-audit.ts';

/** The columns of the audit log. An action without words of its own is shown by its code. */
export function auditColumns(t: Translator, zone: string): Column<AuditRow>[] {
  const head = (key: string) => ({ key, head: t(`audit.columns.${key}`) });
  const words = (key: string, code: string) => (t.has(`${key}.${code}`) ? t(`${key}.${code}`) : <code>{code}</code>);
  return [
    { ...head('at'), isRowHead: true, cell: (row) => <InstantText at={row.at} zone={zone} /> },
    {
      ...head('who'),
      cell: (row) =>
        row.actorName ?? (
          <>
            {t(`doers.${row.actorKind}`)} {row.actorKind === 'system' ? <code>{row.actorId}</code> : null}
          </>
        ),
    },
    { ...head('what'), cell: (row) => words('audit.actions', row.action) },
    {
      ...head('object'),
      cell: (row) => (
        <>
          {words('audit.objects', row.objectKind)}{' '}
          {row.orderCode && row.objectId ? (
            <a href={paths.staffOrder(row.objectId)}>{row.orderCode}</a>
          ) : (
            (row.staffName ?? <code className="soft small">{row.objectId}</code>)
          )}
        </>
      ),
    },
    {
      ...head('change'),
      cell: (row) => (
        <>
          <Change word={t('audit.before')} value={row.before} /> <Change word={t('audit.after')} value={row.after} />
        </>
      ),
    },
  ];
}

function Change({ word, value }: { word: string; value: unknown }) {
  if (value === null || value === undefined) return null;
  return (
    <span>
      <span className="soft">{word}</span> <code className="small">{JSON.stringify(value)}</code>
    </span>
  );
}
