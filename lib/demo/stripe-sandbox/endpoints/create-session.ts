import type { Stripe } from 'stripe';
import { badParameter, missing } from '../api-error.ts';
import { checkTotal, currency } from '../currencies.ts';
import {
  boolean,
  email,
  expand,
  hash,
  integer,
  list,
  metadata,
  oneOf,
  required,
  type TableFor,
  text,
  url,
  type Values,
} from '../fields.ts';
import type { SessionFacts } from '../money/find.ts';
import { newLineItem, newSession, type Session } from '../objects/checkout-session.ts';
import { newId } from '../random.ts';
import { seconds, type World } from '../world.ts';

const locales =
  'auto bg cs da de el en en-GB es es-419 et fi fil fr fr-CA hi-IN hr hu id it ja ko lt lv ms mt nb nl pl pt pt-BR ro ru sk sl sv th tr vi zh zh-HK zh-TW';
const shortest = 30 * 60;
const longest = 24 * 3600;
const off = hash({ enabled: required(boolean) });

/** What `POST /v1/checkout/sessions` takes here. What Stripe takes beyond it is refused as unknown, so nothing is ignored. */
export const sessionTable = {
  mode: required(oneOf('payment', 'setup', 'subscription')),
  line_items: list(
    hash({
      price: text(),
      price_data: hash({
        currency: required(currency),
        unit_amount: required(integer({ least: 0, most: 99_999_999 })),
        tax_behavior: oneOf('exclusive', 'inclusive', 'unspecified'),
        product_data: required(
          hash({
            name: required(text({ most: 1500 })),
            description: text({ most: 40_000 }),
            images: list(url, { most: 8 }),
            metadata,
            tax_code: text(),
          } satisfies TableFor<Stripe.Checkout.SessionCreateParams.LineItem.PriceData.ProductData>),
        ),
      } satisfies TableFor<Stripe.Checkout.SessionCreateParams.LineItem.PriceData>),
      quantity: integer({ least: 1, most: 999_999 }),
    } satisfies TableFor<Stripe.Checkout.SessionCreateParams.LineItem>),
    { most: 100 },
  ),
  success_url: url,
  cancel_url: url,
  client_reference_id: text({ most: 200 }),
  currency,
  customer_email: email,
  customer_creation: oneOf('always', 'if_required'),
  billing_address_collection: oneOf('auto', 'required'),
  phone_number_collection: off,
  automatic_tax: off,
  invoice_creation: off,
  adaptive_pricing: off,
  allow_promotion_codes: boolean,
  custom_text: hash({ submit: hash({ message: required(text({ most: 1200 })) }) }),
  expires_at: integer(),
  locale: oneOf(...locales.split(' ')),
  metadata,
  payment_intent_data: hash({
    capture_method: oneOf('automatic', 'automatic_async'),
    description: text({ most: 1000 }),
    metadata,
    receipt_email: email,
    statement_descriptor: text({ most: 22 }),
    statement_descriptor_suffix: text({ most: 22 }),
  } satisfies TableFor<Stripe.Checkout.SessionCreateParams.PaymentIntentData>),
  allowed_payment_method_types: list(oneOf('card'), { most: 20 }),
  submit_type: oneOf('auto', 'book', 'donate', 'pay'),
  ui_mode: oneOf('hosted_page'),
  expand,
} satisfies TableFor<Stripe.Checkout.SessionCreateParams>;
type Params = Values<typeof sessionTable>;

/** A new session, open until `expires_at`: 30 minutes to 24 hours from now, 24 hours when nothing is said. */
export function createSession(world: World, params: Params): Session {
  const created = seconds(world);
  refuseWhatIsNotServed(params);
  const expiresAt = params.expires_at ?? created + longest;
  if (expiresAt < created + shortest) {
    throw badParameter(
      'The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.',
      'expires_at',
    );
  }
  if (expiresAt > created + longest) {
    throw badParameter(
      'The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.',
      'expires_at',
    );
  }
  if (!params.success_url)
    throw badParameter('Missing required param: success_url.', 'success_url', 'parameter_missing');
  const lines = linesOf(params, created);
  const code = lines[0]?.currency ?? '';
  const totalMinor = lines.reduce((sum, line) => sum + line.amount_total, 0);
  checkTotal(totalMinor, code);
  const id = newId('cs_test', 58);
  const session = newSession(id, {
    created,
    expiresAt,
    currency: code,
    totalMinor,
    url: `${world.publicUrl}/c/pay/${id}`,
    successUrl: params.success_url,
    cancelUrl: params.cancel_url ?? null,
    clientReferenceId: params.client_reference_id ?? null,
    customerEmail: params.customer_email ?? null,
    customerCreation: params.customer_creation ?? 'if_required',
    billingAddressCollection: params.billing_address_collection ?? null,
    isPhoneAsked: params.phone_number_collection?.enabled ?? false,
    locale: params.locale ?? null,
    metadata: params.metadata ?? {},
    submitType: params.submit_type ?? null,
    submitText: params.custom_text?.submit?.message ?? null,
    allowedMethods: params.allowed_payment_method_types ?? null,
  });
  const facts: SessionFacts = { lines, intentParams: params.payment_intent_data ?? {} };
  world.store.add('checkout.session', session, facts);
  world.agenda.add('run_out', expiresAt * 1000, { sessionId: id });
  return session;
}

function linesOf(params: Params, created: number) {
  const given = params.line_items ?? [];
  if (given.length === 0) throw badParameter('Missing required param: line_items.', 'line_items', 'parameter_missing');
  return given.map((line, index) => {
    const param = `line_items[${index}]`;
    if (line.price) throw missing('price', line.price, `${param}[price]`, 400);
    const data = line.price_data;
    if (!data)
      throw badParameter(`Missing required param: ${param}[price_data].`, `${param}[price_data]`, 'parameter_missing');
    if (line.quantity === undefined) {
      throw badParameter(`Missing required param: ${param}[quantity].`, `${param}[quantity]`, 'parameter_missing');
    }
    const first = params.currency ?? given[0]?.price_data?.currency;
    if (data.currency !== first) {
      throw badParameter(
        `All prices on a Checkout Session must be expressed in the same currency: expected ${first}, got ${data.currency}.`,
        `${param}[price_data][currency]`,
      );
    }
    return newLineItem({
      created,
      currency: data.currency,
      name: data.product_data.name,
      description: data.product_data.description ?? null,
      images: data.product_data.images ?? [],
      metadata: data.product_data.metadata ?? {},
      taxBehavior: data.tax_behavior ?? 'unspecified',
      taxCode: data.product_data.tax_code ?? null,
      unitMinor: data.unit_amount,
      quantity: line.quantity,
    });
  });
}

function refuseWhatIsNotServed(params: Params): void {
  const notServed = (param: string) => badParameter(`The sandbox does not serve this value of ${param}.`, param);
  if (params.mode !== 'payment') throw notServed('mode');
  if (params.allow_promotion_codes) throw notServed('allow_promotion_codes');
  for (const param of ['automatic_tax', 'invoice_creation', 'adaptive_pricing', 'phone_number_collection'] as const) {
    if (params[param]?.enabled) throw notServed(`${param}[enabled]`);
  }
}
