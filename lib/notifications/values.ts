export const messageStates = ['queued', 'sent', 'failed', 'dropped'] as const;
export const messageKinds = [
  'order_confirmed',
  'order_refunded',
  'tickets_again',
  /** Tickets were taken back and no money returns. */
  'tickets_cancelled',
  'order_moved',
  /** The museum cancels a time: move, or the money goes back. */
  'slot_cancelled',
  /** The day before: when, where, what to bring. */
  'visit_reminder',
  /** The coming orders of an address, each with its link, for whoever has lost them. */
  'order_links',
] as const;
export type MessageKind = (typeof messageKinds)[number];
