export const messageStates = ['queued', 'sent', 'failed'] as const;
export const messageKinds = [
  'order_confirmed',
  'order_refunded',
  'tickets_again',
  /** Tickets were taken back and no money returns. */
  'tickets_cancelled',
  'order_moved',
  /** The museum cancels a time: move, or the money goes back. */
  'slot_cancelled',
] as const;
export type MessageKind = (typeof messageKinds)[number];
