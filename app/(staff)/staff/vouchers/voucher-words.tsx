import { StatusWord } from '#app/_ui/status-word.tsx';
import type { VoucherRow, VoucherStand } from '#lib/booking/list-vouchers.ts';
import type { Translator } from '#lib/platform/i18n/translator.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { localized } from '#lib/platform/locales.ts';
import { formatMoney } from '#lib/platform/money.ts';
import { dateAt, formatDate } from '#lib/platform/time.ts';

const tones = { active: 'good', not_yet: 'still', over: 'still', used_up: 'still', withdrawn: 'warn' } as const;

/** How a voucher stands, in a word. */
export function StandWord({ t, stands }: { t: Translator; stands: VoucherStand }) {
  return <StatusWord tone={tones[stands]}>{t(`staff.stands.${stands}`)}</StatusWord>;
}

/** What a voucher grants: its price, its lane, its places, each in a few words. */
export function voucherGrants(t: Translator, row: VoucherRow): string[] {
  const grants: string[] = [];
  const { effect, effectValue: value, currency } = row;
  if (effect && value !== null) {
    const sum = currency ? formatMoney({ amountMinor: value, currency }, t.locale) : '';
    grants.push(t(`staff.effects.${effect}`, { value, sum }));
  }
  if (row.lane) {
    grants.push(t('staff.opensLane', { lane: translator(t.locale, 'staff')(`lanes.${row.lane}`) }));
  }
  if (row.timeslot && row.reservedPlaces) {
    grants.push(
      t('staff.reserves', {
        left: row.placesLeft,
        places: row.reservedPlaces,
        date: formatDate(row.timeslot.visitDate),
        time: row.timeslot.startTime,
        visit: localized(row.timeslot.productNames, t.locale),
      }),
    );
  }
  return grants;
}

/** The last date on which a voucher may be used: it ends with the day. */
export function lastDateOf(row: Pick<VoucherRow, 'validUntil'>, zone: string): string {
  return formatDate(lastIsoDateOf(row, zone));
}

/** The same for a date field. */
export function lastIsoDateOf(row: Pick<VoucherRow, 'validUntil'>, zone: string): string {
  return dateAt(new Date(row.validUntil.getTime() - 1), zone);
}
