import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cancellationMachine } from '#lib/booking/cancellation-machine.ts';
import { changeMachine } from '#lib/booking/change-machine.ts';
import { orderMachine } from '#lib/booking/order-machine.ts';
import { voucherMachine, voucherUseMachine } from '#lib/booking/voucher-machine.ts';
import { claimMachine } from '#lib/capacity/claim-machine.ts';
import { groupOfferMachine, guideCallMachine, visitMachine } from '#lib/groups/visit-machine.ts';
import { disputeMachine, paymentMachine } from '#lib/payments/payment-machine.ts';
import { refundMachine, waiverMachine } from '#lib/payments/refund-machine.ts';
import { loadMessages } from '#lib/platform/i18n/messages.ts';
import { locales } from '#lib/platform/locales.ts';
import { timeslotMachine } from '#lib/schedule/timeslot-machine.ts';
import { ticketMachine } from '#lib/tickets/ticket-machine.ts';
import { waitingMachine, waitingOfferMachine } from '#lib/waiting/waiting-machine.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';

const machines: Record<string, Readonly<Record<string, readonly string[]>>> = {
  cancellation: cancellationMachine,
  order: orderMachine,
  group_visit: visitMachine,
  group_offer: groupOfferMachine,
  guide_call: guideCallMachine,
  order_change: changeMachine,
  claim: claimMachine,
  payment: paymentMachine,
  dispute: disputeMachine,
  refund: refundMachine,
  refund_waiver: waiverMachine,
  ticket: ticketMachine,
  timeslot: timeslotMachine,
  voucher: voucherMachine,
  voucher_use: voucherUseMachine,
  waiting: waitingMachine,
  waiting_offer: waitingOfferMachine,
};

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

it.each(Object.entries(machines))(
  'the database knows the steps of %s that the code shows, and no others',
  async (name, machine) => {
    const { rows } = await database.owner.execute<{ from_state: string; to_state: string }>(
      sql`select from_state, to_state from allowed_transition where machine = ${name}`,
    );
    const shown = Object.entries(machine).flatMap(([from, next]) => next.map((to) => `${from} → ${to}`));
    expect(rows.map((row) => `${row.from_state} → ${row.to_state}`).sort()).toEqual(shown.sort());
  },
);

it.each(locales)('every step that an order’s history may hold has its words in %s', (locale) => {
  const steps = loadMessages(locale, 'staff').steps as Record<string, { states: object }>;
  for (const [name, machine] of Object.entries(machines)) {
    // The order's own steps are told in sentences; a time, a voucher and a waiting party belong to no order.
    if (['order', 'timeslot', 'voucher', 'waiting', 'waiting_offer'].includes(name)) continue;
    if (['group_visit', 'group_offer', 'guide_call'].includes(name)) continue;
    const states = Object.keys(machine).filter((state) => state !== '-');
    expect({ [name]: Object.keys(steps[name]?.states ?? {}).sort() }).toEqual({ [name]: states.sort() });
  }
});

it.each(locales)(
  'every state of a visit, of an offer to it and of a call to its guides has its words in %s',
  (locale) => {
    const { states, offerStates } = loadMessages(locale, 'groups');
    const { callStates } = loadMessages(locale, 'guides');
    for (const [machine, shown] of [
      [visitMachine, states],
      [groupOfferMachine, offerStates],
      [guideCallMachine, callStates],
    ] as const) {
      expect(Object.keys(shown ?? {}).sort()).toEqual(
        Object.keys(machine)
          .filter((state) => state !== '-')
          .sort(),
      );
    }
  },
);

it('every machine of the database is shown in the code', async () => {
  const { rows } = await database.owner.execute<{ machine: string }>(
    sql`select distinct machine from allowed_transition`,
  );
  expect(rows.map((row) => row.machine).sort()).toEqual(Object.keys(machines).sort());
});
