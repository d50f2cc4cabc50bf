/** How a product is come by: by an order, at once where everything is free for the party, or by a request that a person answers. */
export const bookingModes = ['order', 'instant', 'request'] as const;
export type BookingMode = (typeof bookingModes)[number];

export const productKinds = ['timed_entry', 'public_tour', 'class_programme', 'group_tour'] as const;
export type ProductKind = (typeof productKinds)[number];
export const levels = ['ground', 'basement'] as const;
export const residencies = ['any', 'citizen', 'foreigner'] as const;
export const ticketFamilies = ['main', 'reduced', 'free', 'school', 'official'] as const;
export type TicketFamily = (typeof ticketFamilies)[number];
export const dayTypeCodes = ['commemoration', 'free_day', 'school_day', 'quiet_hour'] as const;
export type DayTypeCode = (typeof dayTypeCodes)[number];
/** Whose name a visit needs: nobody's, that of whoever books, or everybody's (4.4). */
export const namesRequired = ['none', 'lead', 'each'] as const;
export type NamesRequired = (typeof namesRequired)[number];
/** What one meets on the way through a space: for the honest access facts of a route (3.2). */
export type AccessFacts = {
  steps?: number;
  narrowestCm?: number;
  light?: 'bright' | 'dim' | 'dark';
  sound?: 'quiet' | 'recordings';
  /** Places to sit down. */
  seats?: number;
  warmth?: 'cool' | 'warm';
};
/** How a voucher changes a price: per cent off, a fixed price a ticket, so much off a ticket. */
export const voucherEffects = ['per_cent_off', 'fixed_price', 'amount_off'] as const;
export type VoucherEffect = (typeof voucherEffects)[number];
