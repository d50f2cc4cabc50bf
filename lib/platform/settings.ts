import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import type { IsoDate } from './time.ts';

/** Every rule of the museum that is a number or a switch, with the default that holds when nobody has set it. */
export const settingDefaults = {
  /** Minutes for which a cart holds its places. */
  cart_hold_minutes: 10,
  /** Tickets in one order. */
  order_ticket_limit: 6,
  /** Tickets that one e-mail address may take in a day. */
  email_day_ticket_limit: 18,
  /** Visits that one network address may hold within twenty minutes; 0: any number. */
  client_hold_limit: 40,
  /** Visits that one browser may hold within twenty minutes before it is asked for a proof; 0: any number. */
  browser_hold_limit: 8,
  /** A proof: zero bits that the browser's own work must end in (each doubles it), or the seconds of a wait instead; and how many of them. */
  proof_bits: 15,
  proof_wait_seconds: 60,
  proofs_allowed: 3,
  /** Page views a second above which visitors wait in a line; the same shortly before a release, and how many minutes before. */
  rush_views_per_second: 60,
  rush_release_views_per_second: 15,
  rush_minutes_before_release: 3,
  /** People let in a second and inside at once while there is a line; and for how many minutes a place in it is kept. */
  rush_admit_per_second: 12,
  rush_most_inside: 400,
  rush_keep_minutes: 10,
  /** People in the building at once, and what the fire rules allow at most. */
  building_people_at_once: 80,
  building_fire_limit: 100,
  /** Tickets sold for one day at most. */
  day_cap: 600,
  /** Minutes before the start at which a visitor is asked to be there. */
  be_there_minutes: 10,
  /** How early, in minutes, the desk admits; how late without loss; and until when the visit is only shortened. */
  admit_early_minutes: 15,
  admit_grace_minutes: 10,
  late_shortened_minutes: 30,
  /** Share of places left below which a time is called "few left". */
  few_left_share: 0.34,
  /** Days for which timeslots are made ahead. */
  timeslot_days_ahead: 60,
  /** Tours that a guide leads in a day at most, and the minutes of rest between two. */
  guide_tours_a_day: 3,
  guide_rest_minutes: 20,
  /** Hours that a guide has to answer; and so many when the tour begins within so many. Half of what is left at most. */
  guide_answer_hours: 24,
  guide_answer_close_hours: 2,
  guide_answer_close_within_hours: 48,
  /** Guides are asked for public tours, too: 1 or 0; and how many days before. */
  guide_ask_public_tours: 0,
  guide_ask_days_before: 14,
  /** Whoever cancels until so many hours before the start gets all back; until so many a part, and what part (product without a ladder). */
  refund_full_until_hours: 24,
  refund_part_until_hours: 2,
  refund_part_per_mille: 500,
  /**
   * An offer from the waiting list stands so many hours, and so many when the visit begins within so many; one that could stand less
   * than so many minutes is not made.
   */
  waiting_offer_hours: 24,
  waiting_offer_close_hours: 2,
  waiting_close_within_hours: 48,
  waiting_offer_least_minutes: 30,
  /** Places on waiting lists that one address may have at once, days that one of them may name, parties on the list for one day. */
  waiting_entries_per_email: 3,
  waiting_days_most: 3,
  waiting_list_most: 300,
  /** After an offer that ran out, hours until the same time is offered to the same party again, and how often at most. */
  waiting_rest_hours: 24,
  waiting_lapses_most: 2,
  /** For so many seconds after their moment, 240 at most, places that come on sale are kept for those who wait, until these were asked. */
  waiting_first_seconds: 60,
  /** Days after the end of waiting after which the address is forgotten. */
  waiting_contact_days: 30,
  /** Days after the visit after which visitors' names and the needs of a party are forgotten; months after which contacts are. */
  names_kept_days: 7,
  contacts_kept_months: 24,
  /** Days after which a mail that belongs to no order forgets to whom it went. */
  mails_kept_days: 30,
  /** Until so many hours before the start a visitor may move the visit; until so many, other ticket types and more people. */
  move_until_hours: 2,
  change_until_hours: 0,
  /** Hours for which a dearer change that staff made keeps its places until the visitor has paid; at most 48, and not beyond the visit. */
  staff_change_hours: 24,
  /** How often a day the visitor of one order may have the tickets sent again, and may write to the museum. */
  tickets_again_a_day: 3,
  help_messages_a_day: 3,
  /** Calls a second to a payment provider that nobody waits for at a screen, over all workers together. */
  provider_calls_per_second: 10,
  /** Hours before the start at which a visitor is reminded of the visit (0: never), and before which it is too late to do so. */
  reminder_hours_before: 24,
  reminder_until_hours: 3,
  /** Whoever heard of the visit from us so many hours before that, or later, is not reminded of it. */
  reminder_rest_hours: 12,
  /** Mails with lost tickets that may be asked for within an hour, for one e-mail address and from one network address. */
  mail_requests_per_email: 3,
  mail_requests_per_client: 20,
  /** Donations are offered to visitors: 1 or 0; and what one may be at most, in minor units. */
  donation_offered: 1,
  donation_limit_minor: 100_000,
  /** Pupils for whom one adult is enough, by their age: up to 10, up to 15, older (requirements 6.4). */
  ratio_until_10: 8,
  ratio_until_15: 10,
  ratio_until_18: 15,
  /** How long after the first the last sub-group of a party may begin, in minutes; and how many more than the fewest there may be. */
  group_wait_minutes: 60,
  group_more_sub_groups: 2,
  /** Hours for which an offer to a group stands; and how many plans it has at most. */
  group_offer_hours: 72,
  group_offer_plans: 3,
  /** Days before the visit up to which a group may change its numbers as it likes; and from which they are frozen upwards. */
  group_final_days: 5,
  /** Days before and after its wishes on which a flexible group on the waiting list is offered a time. */
  group_waiting_days: 3,
  group_frozen_days: 3,
  /**
   * The timeline of a visit (requirements 6.10): days before it for the reminder, for asking for the names and for the invoice, days
   * after it for thanks, purge and payment reminders. The hour at which a step of a day is due; that of the day before, and how many
   * hours later the desk telephones whoever has not answered. Final count and frozen names: the two above.
   */
  group_reminder_days: 10,
  group_names_due_days: 7,
  group_invoice_days: 5,
  group_step_hour: 9,
  group_day_before_hour: 14,
  group_call_hours: 2,
  group_thanks_days: 1,
  group_purge_days: 7,
  group_payment_first_days: 14,
  group_payment_second_days: 30,
  /** Until so many hours before the first start one person on a list may be replaced by another. */
  group_substitute_hours: 24,
  /** Minutes after the end of a visit after which it counts as over: completed where somebody came, otherwise nobody did. */
  group_close_minutes: 60,
  /** Share of a visit's price that a deposit asks for. */
  group_deposit_per_mille: 300,
  /** Days after its date within which an invoice is to be paid. */
  invoice_due_days: 14,
  /** Billed after the visit are the heads that came: 1, or those that were booked: 0; and at least such a share of the booked. */
  bill_actual_heads: 1,
  bill_least_per_mille: 800,
  /** Days after the visit at which its account is closed: what came is billed, the act written. */
  account_close_days: 3,
  /** Days before the visit up to which a group may ask for another day; and from which on it says who comes, in buttons. */
  group_move_days: 3,
  group_answer_days: 1,
  /** Hours after which a request that was begun and never sent is forgotten. */
  group_draft_hours: 72,
  /** Letters that one visit may hand in, and minutes for which a link to sign in holds. */
  group_files_most: 8,
  sign_in_link_minutes: 10,
} as const;

export type SettingKey = keyof typeof settingDefaults;
export type Settings = { [Key in SettingKey]: number };

/** All settings as they hold on a date, defaults filled in. One round trip. */
export async function getSettings(db: Db, onDate: IsoDate): Promise<Settings> {
  const rows = await db.execute<{ key: string; value: unknown }>(sql`
    select distinct on (key) key, value from setting where valid_from <= ${onDate}::date order by key, valid_from desc`);
  const settings: Settings = { ...settingDefaults };
  for (const row of rows.rows) {
    if (row.key in settings && typeof row.value === 'number') settings[row.key as SettingKey] = row.value;
  }
  return settings;
}

/** The zone whose clock the museum goes by; null in a new installation that nobody has described yet. */
export async function getZone(db: Db): Promise<string | null> {
  const { rows } = await db.execute<{ zone: string }>(sql`select time_zone as zone from museum limit 1`);
  return rows[0]?.zone ?? null;
}
