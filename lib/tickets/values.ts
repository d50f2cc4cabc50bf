export const ticketStates = ['valid', 'suspended', 'revoked'] as const;
export type TicketState = (typeof ticketStates)[number];
export const scanWays = ['camera', 'typed', 'list', 'hand_scanner'] as const;
export type ScanWay = (typeof scanWays)[number];
/** What the door may be told of a scan; one word each in the message files. */
export const checkInCodes = [
  'admitted',
  'already_used',
  'too_early',
  'too_late',
  'wrong_day',
  'wrong_product',
  'revoked',
  'suspended',
  'unpaid',
  'unknown',
  'not_on_list',
  'check_document',
] as const;
export type CheckInCode = (typeof checkInCodes)[number];
