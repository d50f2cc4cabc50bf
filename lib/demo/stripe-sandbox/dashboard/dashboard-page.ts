import type { StoredEvent } from '../events/emit.ts';
import { type Faults, noFaults } from '../faults.ts';
import type { Charge } from '../objects/charge.ts';
import type { Session } from '../objects/checkout-session.ts';
import type { Dispute } from '../objects/dispute.ts';
import type { Refund } from '../objects/refund.ts';
import { frame } from '../page/frame.ts';
import { type Html, html } from '../page/html.ts';
import { act, dayTime, sum, table } from './dashboard-parts.ts';
import { dashboardStyle } from './dashboard-style.ts';

export type DashboardView = {
  nowMs: number;
  isVirtual: boolean;
  webhookUrl: string | null;
  faults: Readonly<Faults>;
  /** The newest of each kind, the newest first. */
  sessions: Session[];
  charges: Charge[];
  refunds: Refund[];
  disputes: Dispute[];
  events: StoredEvent[];
};

/** The sandbox's own page for a person: what exists, and what one would do in the provider's dashboard. English only. */
export function dashboardPage(view: DashboardView): string {
  return frame(
    'en',
    'Stripe sandbox',
    html`<h1>Stripe sandbox</h1>
<p>It is <strong>${dayTime(view.nowMs / 1000)}</strong> UTC here${view.isVirtual ? ' on a clock that stands still until it is moved' : ''}.
Webhooks go to ${view.webhookUrl ? html`<span class="id">${view.webhookUrl}</span>` : 'nobody'}.</p>
${view.isVirtual && clockForm()}
${sessions(view.sessions)}${charges(view.charges)}${refunds(view.refunds)}${disputes(view.disputes)}${events(view.events)}
${faultsForm(view.faults)}`,
    dashboardStyle,
  );
}

function sessions(all: Session[]): Html {
  const rows = all.map((one) => [
    dayTime(one.created),
    id(one.id),
    sum(one.amount_total ?? 0, one.currency ?? ''),
    `${one.status}, ${one.payment_status}`,
    one.url ? html`<a href="${one.url}">Payment page</a>` : '',
  ]);
  return table('Checkout sessions', ['Made', 'Id', 'Total', 'State', 'Open'], rows);
}

function charges(all: Charge[]): Html {
  const rows = all.map((one) => {
    const leftMinor = one.paid ? one.amount - one.amount_refunded : 0;
    return [
      dayTime(one.created),
      id(one.id),
      sum(one.amount, one.currency),
      [
        one.status,
        one.amount_refunded > 0 && (one.refunded ? 'refunded' : 'partly refunded'),
        one.disputed && 'disputed',
      ]
        .filter(Boolean)
        .join(', '),
      leftMinor === 0
        ? ''
        : html`<div class="acts">${act('refund', { charge: one.id }, 'Refund', one.id)}${
            !one.disputed && act('dispute', { charge: one.id }, 'Dispute', one.id)
          }</div>`,
    ];
  });
  return table('Charges', ['Made', 'Id', 'Amount', 'State', 'As in the dashboard'], rows);
}

function refunds(all: Refund[]): Html {
  const rows = all.map((one) => [
    dayTime(one.created),
    id(one.id),
    sum(one.amount, one.currency),
    one.status ?? '',
    html`<div class="acts">${
      one.status === 'pending' && act('end-refund', { refund: one.id, outcome: 'succeeded' }, 'Let it succeed', one.id)
    }${(one.status === 'pending' || one.status === 'succeeded') && act('end-refund', { refund: one.id, outcome: 'failed' }, 'Let it fail', one.id)}</div>`,
  ]);
  return table('Refunds', ['Made', 'Id', 'Amount', 'State', 'As the bank'], rows);
}

function disputes(all: Dispute[]): Html {
  const rows = all.map((one) => [
    dayTime(one.created),
    id(one.id),
    sum(one.amount, one.currency),
    one.status,
    one.status === 'won' || one.status === 'lost'
      ? ''
      : html`<div class="acts">${act('close-dispute', { dispute: one.id, outcome: 'won' }, 'Won', one.id)}${act('close-dispute', { dispute: one.id, outcome: 'lost' }, 'Lost', one.id)}</div>`,
  ]);
  return table('Disputes', ['Made', 'Id', 'Amount', 'State', 'As the bank'], rows);
}

function events(all: StoredEvent[]): Html {
  const rows = all.map((one) => [
    dayTime(one.created),
    id(one.id),
    one.type,
    one.pending_webhooks > 0 ? 'not delivered yet' : 'done',
  ]);
  return table('Events', ['Made', 'Id', 'What happened', 'Delivery'], rows);
}

function clockForm(): Html {
  return html`<form class="row" method="post" action="/_sandbox/clock"><div><label for="advanceMs">Milliseconds to move on</label>
<input id="advanceMs" name="advanceMs" inputmode="numeric" value="3600000"></div><button>Move the clock</button></form>`;
}

function faultsForm(faults: Readonly<Faults>): Html {
  const names = Object.keys(noFaults) as (keyof Faults)[];
  return html`<section><h2>Faults</h2><p class="hint">Chances from 0 (never) to 1 (always); times in milliseconds. What each does stands in faults.ts.</p>
<form method="post" action="/_sandbox/faults"><div class="faults">${names.map(
    (name) =>
      html`<div><label for="${name}">${spoken(name)}</label><input id="${name}" name="${name}" value="${faults[name] ?? ''}" autocomplete="off"></div>`,
  )}</div><div class="row"><button>Set the faults</button></div></form>
<form class="row" method="post" action="/_sandbox/clear-faults"><button>No faults</button></form></section>`;
}

function id(value: string): Html {
  return html`<span class="id">${value.length > 32 ? `${value.slice(0, 20)}…${value.slice(-6)}` : value}</span>`;
}

function spoken(name: string): string {
  const words = name.replaceAll(/([A-Z])/g, ' $1').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
