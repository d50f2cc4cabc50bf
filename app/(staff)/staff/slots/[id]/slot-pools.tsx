import { StatusWord } from '#app/_ui/status-word.tsx';
import { type Column, Table } from '#app/_ui/table.tsx';
import type { Translator } from '#lib/platform/i18n/translator.ts';
import { localized } from '#lib/platform/locales.ts';
import { dateAt, formatDate, wallTimeAt } from '#lib/platform/time.ts';
import type { SlotPool } from '#lib/reports/get-slot-page.ts';

export type PoolWords = { t: Translator; staff: Translator; zone: string };

/** Every pool a visit at this time takes a place of, with what is held and sold. */
export function SlotPools(props: PoolWords & { pools: readonly SlotPool[] }) {
  const { t } = props;
  return (
    <div className="stack">
      <Table
        caption={t('pools.caption')}
        columns={poolColumns(props)}
        rows={props.pools}
        rowKey={(pool) => String(pool.id)}
      />
      <p className="hint">{t('pools.hint')}</p>
    </div>
  );
}

/** A pool in words: "Lane: Online", "Solitary cells, 10:15". */
export function poolName(
  { t, staff, zone }: PoolWords,
  pool: Pick<SlotPool, 'kind' | 'lane' | 'spaceNames' | 'quarterAt'>,
) {
  return t(`pools.kinds.${pool.kind}`, {
    lane: pool.lane ? staff(`lanes.${pool.lane}`) : '',
    space: pool.spaceNames ? localized(pool.spaceNames, t.locale) : '',
    time: pool.quarterAt ? wallTimeAt(pool.quarterAt, zone) : '',
  });
}

function poolColumns(words: PoolWords): Column<SlotPool>[] {
  const { t } = words;
  const number = (key: string, cell: (pool: SlotPool) => number | null) => ({
    key,
    head: t(`pools.columns.${key}`),
    isNumber: true,
    cell,
  });
  return [
    {
      key: 'what',
      head: t('pools.columns.what'),
      isRowHead: true,
      cell: (pool) => (
        <>
          {poolName(words, pool)}
          {pool.opensAt ? (
            <>
              {' '}
              <small>
                {t(pool.lane === 'public' ? 'pools.releasedAt' : 'pools.opensAt', {
                  date: formatDate(dateAt(pool.opensAt, words.zone)),
                  time: wallTimeAt(pool.opensAt, words.zone),
                })}
              </small>
            </>
          ) : null}
          {pool.status === 'closed' ? (
            <>
              {' '}
              <StatusWord tone="warn">{t('pools.closed')}</StatusWord>
            </>
          ) : null}
        </>
      ),
    },
    // First of the figures: the one that a narrow screen must show.
    number('free', (pool) => pool.capacity + pool.overbook - pool.held - pool.sold),
    number('capacity', (pool) => pool.capacity),
    number('withheld', (pool) => pool.withheld || null),
    number('overbook', (pool) => pool.overbook || null),
    number('fireLimit', (pool) => pool.fireLimit),
    number('held', (pool) => pool.held),
    number('sold', (pool) => pool.sold),
  ];
}
