/** A code that never runs out, one that takes all, and two that many want and few get. */
export const voucherCodes = ['TORTURE20', 'TORTURE100', 'TORTUREFEW', 'TORTUREOFF'] as const;
