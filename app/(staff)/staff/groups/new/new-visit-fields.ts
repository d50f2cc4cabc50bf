import { institutionKinds, payWays, shifts } from '#lib/groups/values.ts';
import { type Translator, translator } from '#lib/platform/i18n/translator.ts';
import { locales } from '#lib/platform/locales.ts';
import type { FieldGroup, FieldSpec } from './new-visit-state.ts';

/** The fields of the telephone request in the order in which one asks, made by the server: the browser gets no message catalogue. */
export function newVisitFields(t: Translator, products: { value: string; label: string }[]): FieldGroup[] {
  const staff = translator(t.locale, 'staff');
  const field = (name: string, kind: FieldSpec['kind'], more: Partial<FieldSpec> = {}): FieldSpec => ({
    name,
    kind,
    label: t(`new.fields.${name}`),
    ...more,
  });
  const optional = { value: '', label: t('new.notSaid') };
  const wish = (rank: number): FieldSpec[] => [
    field(`date${rank}`, 'date', { label: t('new.wishDate', { rank }), required: rank === 1 }),
    field(`time${rank}`, 'time', { label: t('new.wishTime', { rank }), required: rank === 1 }),
  ];
  return [
    {
      legend: t('new.party'),
      fields: [
        field('product', 'select', { options: products, required: true }),
        field('tourLanguage', 'select', {
          options: locales.map((value) => ({ value, label: staff(`spoken.${value}`) })),
          required: true,
        }),
        ...['pupils', 'teachers', 'parents', 'aides', 'ageFrom', 'ageUntil'].map((name) =>
          field(name, 'number', {
            most: name === 'pupils' ? 500 : 100,
            required: name !== 'parents' && name !== 'aides',
          }),
        ),
        field('grades', 'text', { most: 40 }),
        field('shift', 'select', {
          options: [optional, ...shifts.map((value) => ({ value, label: t(`facts.shifts.${value}`) }))],
        }),
      ],
    },
    {
      legend: t('new.wishes'),
      fields: [...wish(1), ...wish(2), ...wish(3), field('isFlexible', 'check'), field('hasOwnGuide', 'check')],
    },
    {
      legend: t('new.school'),
      fields: [
        field('institutionName', 'text', { most: 200, required: true, hint: t('new.schoolHint') }),
        field('institutionKind', 'select', {
          options: institutionKinds.map((value) => ({ value, label: t(`new.kinds.${value}`) })),
        }),
        field('district', 'text', { most: 120 }),
        field('bookerName', 'text', { most: 200, required: true }),
        field('email', 'email', { most: 254, required: true }),
        field('phone', 'tel', { most: 40, required: true }),
        field('leaderName', 'text', { most: 200 }),
        field('leaderPhone', 'tel', { most: 40 }),
      ],
    },
    {
      legend: t('new.rest'),
      fields: [
        field('payWay', 'select', {
          options: payWays.map((value) => ({ value, label: t(`facts.payWays.${value}`) })),
          required: true,
        }),
        field('payerName', 'text', { most: 200 }),
        field('payerTaxNumber', 'text', { most: 20 }),
        field('payerAddress', 'text', { most: 400 }),
        field('theme', 'text', { most: 500 }),
        field('accessNeeds', 'area', { most: 1000 }),
        field('bus', 'text', { most: 60 }),
        field('note', 'area', { most: 2000 }),
        field('acceptsRules', 'check'),
      ],
    },
  ];
}
