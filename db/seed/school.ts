import type { guideFee, schoolBreak } from '#db/schema/groups.ts';
import type { IsoDate } from '#lib/platform/time.ts';
import { words } from './words.ts';

type NewBreak = typeof schoolBreak.$inferInsert;
type NewFee = Omit<typeof guideFee.$inferInsert, 'productId' | 'currency'> & { product: string };

const summer = words('Yay tətili', 'Summer break', 'Летние каникулы');
const winter = words('Qış tətili', 'Winter break', 'Зимние каникулы');
const spring = words('Novruz tətili', 'Novruz break', 'Каникулы на Новруз');

/** When schools do not teach, this year and the next (demonstration data: the ministry sets the days each year). */
export function schoolBreaks(today: IsoDate): NewBreak[] {
  const year = Number(today.slice(0, 4));
  return [year, year + 1].flatMap((one) => [
    { firstDate: `${one}-03-19`, lastDate: `${one}-03-30`, names: spring },
    { firstDate: `${one}-06-15`, lastDate: `${one}-09-14`, names: summer },
    { firstDate: `${one}-12-28`, lastDate: `${one + 1}-01-10`, names: winter },
  ]);
}

/** What a guide costs a sub-group, in qəpik (demonstration data). */
export const guideFees: NewFee[] = [
  { product: 'class-programme', language: 'az', amountMinor: 1000, taxPerMille: 180, validFrom: '2019-05-24' },
  { product: 'class-programme', language: 'en', amountMinor: 2000, taxPerMille: 180, validFrom: '2019-05-24' },
  { product: 'class-programme', language: 'ru', amountMinor: 1500, taxPerMille: 180, validFrom: '2019-05-24' },
];
