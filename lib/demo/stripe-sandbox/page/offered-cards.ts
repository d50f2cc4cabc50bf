import { type CardName, cards } from '../cards.ts';

export type OfferedCard = Exclude<CardName, 'other'>;

/** The test cards that the payment page offers to fill in, with their numbers as they stand on a card. */
export const offeredCards = cards.flatMap(({ name, number }) =>
  name === 'other' ? [] : [{ name, shownNumber: number.replace(/(\d{4})(?=\d)/g, '$1 ') }],
);
