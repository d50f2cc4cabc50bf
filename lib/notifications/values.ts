export const messageStates = ['queued', 'sent', 'failed', 'dropped'] as const;
export const messageKinds = [
  'order_confirmed',
  'order_refunded',
  'tickets_again',
  /** Tickets were taken back and no money returns. */
  'tickets_cancelled',
  'order_moved',
  /** Other ticket types, or more people. */
  'order_changed',
  /** Staff changed the order, and the difference is to be paid. */
  'change_to_pay',
  /** To the museum: what a visitor wrote from the page of an order. */
  'help_asked',
  /** The museum cancels a time: move, or the money goes back. */
  'slot_cancelled',
  /** The day before: when, where, what to bring. */
  'visit_reminder',
  /** The coming orders of an address, each with its link, for whoever has lost them. */
  'order_links',
  /** To those who wait: on the list, an offer, an offer that ran out, no time to come. */
  'waiting_joined',
  'waiting_offer',
  'waiting_lapsed',
  'waiting_ended',
] as const;
/** Of orders and of those who wait: written in lib/booking. */
export type VisitorMessageKind = (typeof messageKinds)[number];

/** To a school or group, of its visit: written in lib/groups. */
export const groupMessageKinds = [
  'group_received',
  'group_needs_info',
  'group_offer',
  'group_lapsed',
  /** The museum takes an offer back. */
  'group_withdrawn',
  'group_waitlisted',
  'group_declined',
  'group_confirmed',
  'group_moved',
  'group_changed',
  'group_cancelled',
  'group_no_show',
  /** A name that the post has not cleared. */
  'group_list_back',
  /** Of the timeline (6.10), each of its own, or several at once. */
  'group_reminder',
  'group_final_count',
  'group_names_due',
  'group_day_before',
  'group_due',
  'group_thanks',
  'group_paper',
  'group_paid',
  'group_refunded',
  'group_payment_due',
  'group_sign_in',
] as const;
export type GroupMessageKind = (typeof groupMessageKinds)[number];

/** To guides: asked to lead, free of it again, their link; and to the museum, when nobody is left to ask. Written in lib/groups. */
export const guideMessageKinds = ['guide_call', 'guide_released', 'guide_link', 'guide_missing'] as const;
export type GuideMessageKind = (typeof guideMessageKinds)[number];

export type MessageKind = VisitorMessageKind | GroupMessageKind | GuideMessageKind;

export const isGuideKind = (kind: MessageKind): kind is GuideMessageKind =>
  (guideMessageKinds as readonly string[]).includes(kind);

export const isGroupKind = (kind: MessageKind): kind is GroupMessageKind =>
  (groupMessageKinds as readonly string[]).includes(kind);
