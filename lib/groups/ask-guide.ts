import { sql } from 'drizzle-orm';
import { queueMessage } from '#lib/notifications/queue-message.ts';
import { newId } from '#lib/platform/ids.ts';
import type { Locale } from '#lib/platform/locales.ts';
import { getSettings } from '#lib/platform/settings.ts';
import type { TxCtx } from '#lib/platform/transaction.ts';
import { answerMinutes } from './answer-time.ts';
import type { GuideSlot } from './guide-slot.ts';

/**
 * Asks whoever leads a locked time: a call with its time-out, and a mail with the link, in the running transaction. Null where it begins
 * too soon for anybody to be asked. Without an address there is no mail; the call stands in the guide's app and with the staff.
 */
export async function askGuide(
  tx: TxCtx,
  slot: Pick<GuideSlot, 'timeslotId' | 'visitDate' | 'minutesLeft'>,
  guideId: string,
  { isQuiet = false } = {},
): Promise<string | null> {
  // Whoever answers by themselves has all the time there is.
  const minutes = isQuiet
    ? slot.minutesLeft / 2
    : answerMinutes(slot.minutesLeft, await getSettings(tx.db, slot.visitDate));
  if (minutes === null) return null;
  const id = newId();
  const { rows } = await tx.db.execute<{ email: string | null; locale: Locale }>(sql`
    with asked as (
      insert into guide_call (id, timeslot_id, guide_id, answer_until)
      values (${id}, ${slot.timeslotId}, ${guideId}, now() + make_interval(secs => ${minutes * 60})) returning guide_id
    )
    select g.email, g.locale from asked join guide g on g.id = asked.guide_id`);
  if (!isQuiet) await tellGuide(tx, { kind: 'guide_call', about: id, ...rows[0] });
  return id;
}

/** Queues a mail to a guide; `about` makes it one of its kind. None without an address. */
export async function tellGuide(
  tx: TxCtx,
  message: {
    kind: 'guide_call' | 'guide_released' | 'guide_link';
    about: string;
    email?: string | null;
    locale?: Locale;
  },
): Promise<void> {
  if (!message.email) return;
  await queueMessage(tx, {
    kind: message.kind,
    orderId: null,
    locale: message.locale ?? 'az',
    recipient: message.email,
    dedupeKey: `${message.kind}:${message.about}`,
  });
}
