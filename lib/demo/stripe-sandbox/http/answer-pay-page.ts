import type { IncomingMessage } from 'node:http';
import { getIntent, getSession, idOf } from '../money/find.ts';
import { answerChallenge, type PaymentOutcome, paySession } from '../money/pay-session.ts';
import type { Session } from '../objects/checkout-session.ts';
import { pageHeaders } from '../page/frame.ts';
import { browserLocale, pageLocale } from '../page/page-locale.ts';
import { emptyValues, readPaymentForm } from '../page/read-payment-form.ts';
import { refusalOf } from '../page/refusal-of.ts';
import { bankPage, type PayView, payPage, statePage } from '../page/render.ts';
import { seconds, type World } from '../world.ts';

export type PageAnswer = { status: number; body: string; headers: Record<string, string> };

/** Answers the hosted payment page: `/c/pay/<session>` and the bank's question at `…/authenticate`. */
export function answerPayPage(world: World, request: IncomingMessage, path: string, body: string): PageAnswer {
  const language = request.headers['accept-language'];
  const [, id = '', step] = /^\/c\/pay\/(cs_test_\w{1,80})(\/authenticate)?$/.exec(path) ?? [];
  const session = world.store.find<Session>('checkout.session', id)?.body;
  if (!session) return page(404, statePage({ locale: browserLocale(language), state: 'unknown', goUrl: null }));
  const isPost = request.method === 'POST';
  const form = new URLSearchParams(isPost ? body : '');
  if (!isOpen(world, session))
    return isPost && session.payment_status === 'paid' ? toShop(session) : closedPage(session, language);
  if (step) return isPost ? answerBank(world, session, form, language) : askBank(world, session, language);
  if (!isPost) return page(200, payPage(viewOf(world, session, language)));
  return pay(world, session, form, language);
}

function pay(world: World, session: Session, form: URLSearchParams, language: string | undefined): PageAnswer {
  const read = readPaymentForm(form, world.clock.now(), session.customer_email);
  const view = { ...viewOf(world, session, language), values: read.values };
  if (read.kind === 'fill') return page(200, payPage(view));
  if (read.kind === 'invalid') return page(422, payPage({ ...view, problems: read.problems }));
  return after(world, session.id, paySession(world, session.id, read.payer), view);
}

function answerBank(world: World, session: Session, form: URLSearchParams, language: string | undefined): PageAnswer {
  const answer = form.get('answer');
  if (answer !== 'accept' && answer !== 'refuse') return askBank(world, session, language);
  const outcome = answerChallenge(world, session.id, answer === 'accept');
  return after(world, session.id, outcome, viewOf(world, session, language));
}

/** Where the payer goes next. A second press finds the session paid and goes to the shop as the first did. */
function after(world: World, id: string, outcome: PaymentOutcome, view: PayView): PageAnswer {
  const { body: session } = getSession(world, id);
  if (outcome.state === 'declined') return page(402, payPage({ ...view, refusal: refusalOf(outcome) }));
  if (outcome.state === 'needs_challenge') return seeOther(`${pathOf(session)}/authenticate`);
  if (session.payment_status === 'paid') return toShop(session);
  return isOpen(world, session) ? seeOther(pathOf(session)) : closedPage(session, undefined);
}

function askBank(world: World, session: Session, language: string | undefined): PageAnswer {
  const intentId = idOf(session.payment_intent);
  const challenge = intentId ? getIntent(world, intentId).facts.challenge : null;
  if (!challenge) return seeOther(pathOf(session));
  return page(
    200,
    bankPage({
      locale: pageLocale(session, language),
      action: `${pathOf(session)}/authenticate`,
      currency: session.currency ?? '',
      totalMinor: session.amount_total ?? 0,
      last4: challenge.number.slice(-4),
    }),
  );
}

function viewOf(world: World, session: Session, language: string | undefined): PayView {
  const { lines } = getSession(world, session.id).facts;
  return {
    locale: pageLocale(session, language),
    action: pathOf(session),
    currency: session.currency ?? '',
    totalMinor: session.amount_total ?? 0,
    lines: lines.map((line) => ({
      name: line.description ?? '',
      quantity: line.quantity ?? 1,
      amountMinor: line.amount_total,
    })),
    cancelUrl: session.cancel_url,
    fixedEmail: session.customer_email,
    values: emptyValues,
  };
}

function closedPage(session: Session, language: string | undefined): PageAnswer {
  const locale = pageLocale(session, language);
  if (session.payment_status === 'paid')
    return page(200, statePage({ locale, state: 'paid', goUrl: successUrlOf(session) }));
  return page(410, statePage({ locale, state: 'expired', goUrl: session.cancel_url }));
}

function isOpen(world: World, session: Session): boolean {
  return session.status === 'open' && session.expires_at > seconds(world);
}

function pathOf(session: Session): string {
  return `/c/pay/${session.id}`;
}

function successUrlOf(session: Session): string {
  return (session.success_url ?? '').replaceAll('{CHECKOUT_SESSION_ID}', session.id);
}

function toShop(session: Session): PageAnswer {
  return seeOther(successUrlOf(session));
}

function seeOther(location: string): PageAnswer {
  return { status: 303, body: '', headers: { ...pageHeaders, location } };
}

function page(status: number, body: string): PageAnswer {
  return { status, body, headers: { ...pageHeaders } };
}
