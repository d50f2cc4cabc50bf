import { connect, type Db } from '#db/client.ts';
import { cancelOwnTickets } from '#lib/booking/cancel-own-tickets.ts';
import { cancelTimeslot } from '#lib/booking/cancel-timeslot.ts';
import { changeOrder } from '#lib/booking/change-order.ts';
import { moveOrder } from '#lib/booking/move-order.ts';
import { settleMoney } from '#lib/booking/settle-money.ts';
import { workCancellationItem } from '#lib/booking/work-cancellation-item.ts';
import type { Ctx } from '#lib/platform/ctx.ts';
import { newId } from '#lib/platform/ids.ts';
import { loadOrCreateKeyring } from '#lib/platform/keyring.ts';
import { staffCtx, systemCtx } from '#tests/support/contexts.ts';
import { Breach } from './guard.ts';
import type { Scene } from './scene.ts';

type Stage = Scene & { db: Db; visitor: Ctx; next: string };

/** With the visitor of the paid order, and the time after the one they have. */
function onStage(work: (stage: Stage) => Promise<void>): (scene: Scene) => Promise<void> {
  return async (scene) => {
    process.env.APP_URL = 'http://museum.test';
    loadOrCreateKeyring(process.env.DATA_DIR ?? '');
    const { db, close } = connect(scene.urls.appUrl, { most: 6 });
    const visitor: Ctx = {
      db,
      actor: { kind: 'visitor', orderId: scene.paid.order },
      locale: 'az',
      now: new Date(),
    };
    try {
      await work({ ...scene, db, visitor, next: scene.museum.timeslots[1] ?? '' });
    } finally {
      await close();
    }
  };
}

const own = (s: Stage, expectedMinor: number, orderId = s.paid.order) =>
  cancelOwnTickets(s.visitor, { orderId, ticketIds: [...s.paid.tickets], expectedMinor });

/** What visitors and staff change in paid orders. */
export const changeProofs: Record<string, (scene: Scene) => Promise<void>> = {
  'cancel own: the sum that was shown': onStage(async (s) => {
    if ((await own(s, 1)).ok) throw new Breach('cancelled for another sum than was shown');
  }),

  'cancel own: whose order': onStage(async (s) => {
    const stranger = { ...s, visitor: { ...s.visitor, actor: { kind: 'visitor', orderId: s.held.order } } as Ctx };
    if ((await own(stranger, 1000)).ok) throw new Breach('a stranger cancelled it');
  }),

  'cancel own: before the visit begins': onStage(async (s) => {
    await s.owner(`update timeslot set starts_at = now() - interval '1 minute' where id = '${s.museum.timeslots[0]}'`);
    if ((await own(s, 0)).ok) throw new Breach('cancelled after the beginning');
  }),

  'move: a visitor needs the offer': onStage(async (s) => {
    const moved = await moveOrder(s.visitor, { orderId: s.paid.order, toTimeslotId: s.next });
    if (moved.ok) throw new Breach('moved by a visitor whose time takes place');
  }),

  'change: the difference that was shown': onStage(async (s) => {
    await s.owner(`insert into day_type (visit_date, code, names) select visit_date + 30, 'free_day', '{"az":"x","en":"x","ru":"x"}'
      from timeslot where id = '${s.next}' on conflict do nothing`);
    await s.owner(`update timeslot set visit_date = visit_date + 30, starts_at = starts_at + interval '30 days', ends_at = ends_at + interval '30 days'
      where id = '${s.next}'`);
    await s.owner(`insert into price (product_id, ticket_type_id, amount_minor, currency, valid_from, day_type)
      values ('${s.museum.productId}', '${s.museum.ticketTypes.adult}', 0, 'AZN', '2000-01-01', 'free_day')`);
    const moved = await moveOrder(staffCtx(s.db), { orderId: s.paid.order, toTimeslotId: s.next });
    if (moved.ok) throw new Breach('moved to a time at another price');
    if (moved.code !== 'price_differs') throw new Error(`the proof saw ${moved.code}`);
  }),

  'change: nobody pays for leaving a cancelled time': onStage(async (s) => {
    const [changeId, paymentId] = [newId(), newId()];
    const line = {
      ticketTypeId: s.museum.ticketTypes.adult,
      quantity: 2,
      unitPriceMinor: 700,
      taxMinor: 0,
      fullPriceMinor: null,
    };
    await s.app(`insert into order_change (id, order_id, kind, from_timeslot_id, to_timeslot_id, lines, before_minor, after_minor, share_per_mille,
        currency, expires_at)
      values ('${changeId}', '${s.paid.order}', 'move', '${s.museum.timeslots[0]}', '${s.next}',
        '${JSON.stringify([{ ...line, ticketIds: s.paid.tickets }])}', 1000, 1400, 1000, 'AZN', now() + interval '10 minutes')`);
    await s.app(`select hold_change_places('${changeId}')`);
    await s.app(`insert into payment (id, order_id, provider, state, amount_minor, currency, change_id)
      values ('${paymentId}', '${s.paid.order}', 'stripe', 'created', 400, 'AZN', '${changeId}')`);
    await s.owner(`update timeslot set state = 'cancelling' where id = '${s.museum.timeslots[0]}'`);
    await settleMoney(systemCtx(s.db), {
      paymentId,
      orderId: s.paid.order,
      provider: 'stripe',
      amountMinor: 400,
      currency: 'AZN',
      providerReference: 'pi_change',
      sessionId: 'cs_change',
      paymentIntentId: 'pi_change',
      isNew: false,
    });
    const { rows } = await s.owner(`select state from order_change where id = '${changeId}'`);
    if (rows[0]?.state === 'applied') throw new Breach('moved for money from a time that the museum has cancelled');
    if (rows[0]?.state !== 'dropped') throw new Error(`the proof saw ${rows[0]?.state}`);
  }),

  'change: whose order': onStage(async (s) => {
    const stranger: Ctx = { ...s.visitor, actor: { kind: 'visitor', orderId: s.held.order } };
    const wish = { kind: 'move', toTimeslotId: s.next } as const;
    const changed = await changeOrder(stranger, { orderId: s.paid.order, wish, expectedMinor: 0 });
    if (changed.ok) throw new Breach('a stranger moved it');
  }),

  'change: until when': onStage(async (s) => {
    await s.owner(`update timeslot set starts_at = now() - interval '1 minute' where id = '${s.museum.timeslots[0]}'`);
    const wish = { kind: 'move', toTimeslotId: s.next } as const;
    const changed = await changeOrder(s.visitor, { orderId: s.paid.order, wish, expectedMinor: 0 });
    if (changed.ok) throw new Breach('moved after the beginning');
  }),

  'change: moving on brings no more back': onStage(async (s) => {
    await s.owner(`update timeslot set starts_at = now() + interval '10 hours' where id = '${s.museum.timeslots[0]}'`);
    const wish = { kind: 'move', toTimeslotId: s.next } as const;
    const changed = await changeOrder(s.visitor, { orderId: s.paid.order, wish, expectedMinor: 0 });
    if (!changed.ok) throw new Error(changed.code);
    if ((await own(s, 1000)).ok) throw new Breach('everything came back');
  }),

  'cancelled time: the deadline': onStage(async (s) => {
    const cancelled = await cancelTimeslot(staffCtx(s.db), {
      timeslotId: s.museum.timeslots[0] ?? '',
      reason: 'weather',
      note: 'Snow',
      delayHours: 48,
    });
    if (!cancelled.ok) throw new Error(cancelled.code);
    const listed = await s.owner(
      `insert into slot_cancellation_item (timeslot_id, order_id) values ('${s.museum.timeslots[0]}', '${s.paid.order}') returning id`,
    );
    await workCancellationItem(systemCtx(s.db), String(listed.rows[0]?.id));
    const { rows } = await s.owner(`select state from slot_cancellation_item where order_id = '${s.paid.order}'`);
    if (rows[0]?.state !== 'offered') throw new Breach(`nobody was asked: ${rows[0]?.state}`);
  }),
};
