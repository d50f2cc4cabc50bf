export const messageStates = ['queued', 'sent', 'failed'] as const;
export const messageKinds = ['order_confirmed', 'order_refunded', 'tickets_again'] as const;
export type MessageKind = (typeof messageKinds)[number];
