import type { ListFault } from '#lib/groups/judge-list.ts';
import type { SendListResult } from '#lib/groups/send-list.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';

const faultsShown = 40;

/** Why a list was not taken, line by line, in words. */
export function listErrors(locale: Locale, refused: Extract<SendListResult, { ok: false }>): string[] {
  const t = translator(locale, 'lists');
  if (refused.code === 'unreadable') return [t(`unreadable.${refused.why}`)];
  if (refused.code !== 'faults') return [t(`refused.${refused.code}`)];
  const [only] = refused.faults;
  if (!refused.text.trim() && only?.code === 'name_missing') return [t('faults.empty')];
  const shown = refused.faults
    .slice(0, faultsShown)
    .map((fault) => t('faults.line', { line: fault.line, what: what(fault) }));
  const more = refused.faults.length - shown.length;
  return [...shown, ...(more > 0 ? [t('faults.more', { count: more })] : [])];

  function what(fault: ListFault): string {
    switch (fault.code) {
      case 'duplicate':
        return t('faults.duplicate', { of: fault.of });
      case 'column_missing':
        return t('faults.column_missing', { field: t(`fields.${fault.field}`) });
      case 'too_many_rows':
        return t('faults.too_many_rows', { rows: fault.rows, most: fault.most });
      default:
        return t(`faults.${fault.code}`);
    }
  }
}
