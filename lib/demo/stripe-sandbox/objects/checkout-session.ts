import type { Stripe } from 'stripe';
import { newId } from '../random.ts';

/** A price as it stands on the wire: the SDK turns the decimal text into a number of its own. */
type WirePrice = Omit<Stripe.Price, 'unit_amount_decimal'> & { unit_amount_decimal: string };
export type LineItem = Omit<Stripe.LineItem, 'price'> & { price: WirePrice & { product: Stripe.Product } };
export type Session = Stripe.Checkout.Session;

export type SessionFacts = {
  created: number;
  expiresAt: number;
  currency: string;
  totalMinor: number;
  url: string;
  successUrl: string | null;
  cancelUrl: string | null;
  clientReferenceId: string | null;
  customerEmail: string | null;
  customerCreation: 'always' | 'if_required';
  billingAddressCollection: 'auto' | 'required' | null;
  isPhoneAsked: boolean;
  locale: string | null;
  metadata: Record<string, string>;
  submitType: 'auto' | 'book' | 'donate' | 'pay' | null;
  submitText: string | null;
  allowedMethods: string[] | null;
};

/** A new, open Checkout session. */
export function newSession(id: string, facts: SessionFacts): Session {
  return {
    id,
    object: 'checkout.session',
    adaptive_pricing: { enabled: false },
    after_expiration: null,
    allow_promotion_codes: null,
    allowed_payment_method_types: facts.allowedMethods,
    amount_subtotal: facts.totalMinor,
    amount_total: facts.totalMinor,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: facts.billingAddressCollection,
    cancel_url: facts.cancelUrl,
    client_reference_id: facts.clientReferenceId,
    client_secret: null,
    collected_information: { business_name: null, individual_name: null, shipping_details: null },
    consent: null,
    consent_collection: null,
    created: facts.created,
    currency: facts.currency,
    currency_conversion: null,
    custom_fields: [],
    custom_text: {
      after_submit: null,
      shipping_address: null,
      submit: facts.submitText === null ? null : { message: facts.submitText },
      terms_of_service_acceptance: null,
    },
    customer: null,
    customer_account: null,
    customer_creation: facts.customerCreation,
    customer_details: facts.customerEmail === null ? null : detailsOf(facts.customerEmail, null),
    customer_email: facts.customerEmail,
    discounts: [],
    expires_at: facts.expiresAt,
    integration_identifier: null,
    invoice: null,
    invoice_creation: {
      enabled: false,
      invoice_data: {
        account_tax_ids: null,
        custom_fields: null,
        description: null,
        footer: null,
        issuer: null,
        metadata: {},
        rendering_options: null,
      },
    },
    livemode: false,
    locale: facts.locale,
    managed_payments: { enabled: false },
    metadata: facts.metadata,
    mode: 'payment',
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: 'if_required',
    payment_method_configuration_details: null,
    payment_method_options: { card: { request_three_d_secure: 'automatic' } },
    payment_method_types: ['card'],
    payment_status: 'unpaid',
    permissions: null,
    phone_number_collection: { enabled: facts.isPhoneAsked },
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: 'open',
    submit_type: facts.submitType,
    subscription: null,
    success_url: facts.successUrl,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: 'hosted_page',
    url: facts.url,
    wallet_options: null,
  };
}

/** What the payer said of themselves. */
export function detailsOf(email: string, name: string | null): NonNullable<Session['customer_details']> {
  return {
    address: null,
    business_name: null,
    email,
    individual_name: null,
    name,
    phone: null,
    tax_exempt: 'none',
    tax_ids: [],
  };
}

export type LineFacts = {
  created: number;
  currency: string;
  name: string;
  description: string | null;
  images: string[];
  metadata: Record<string, string>;
  taxBehavior: 'exclusive' | 'inclusive' | 'unspecified';
  taxCode: string | null;
  unitMinor: number;
  quantity: number;
};

/** One line of a session, with the price and product that were made for it on the spot. */
export function newLineItem(facts: LineFacts): LineItem {
  const total = facts.unitMinor * facts.quantity;
  return {
    id: newId('li'),
    object: 'item',
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: total,
    amount_tax: 0,
    amount_total: total,
    currency: facts.currency,
    description: facts.name,
    metadata: {},
    price: {
      id: newId('price'),
      object: 'price',
      active: false,
      billing_scheme: 'per_unit',
      created: facts.created,
      currency: facts.currency,
      custom_unit_amount: null,
      livemode: false,
      lookup_key: null,
      metadata: {},
      nickname: null,
      product: newProduct(facts),
      recurring: null,
      tax_behavior: facts.taxBehavior,
      tiers_mode: null,
      transform_quantity: null,
      type: 'one_time',
      unit_amount: facts.unitMinor,
      unit_amount_decimal: String(facts.unitMinor),
    },
    quantity: facts.quantity,
  };
}

function newProduct(facts: LineFacts): Stripe.Product {
  return {
    id: newId('prod', 14),
    object: 'product',
    active: false,
    created: facts.created,
    default_price: null,
    description: facts.description,
    images: facts.images,
    livemode: false,
    marketing_features: [],
    metadata: facts.metadata,
    name: facts.name,
    package_dimensions: null,
    shippable: null,
    statement_descriptor: null,
    tax_code: facts.taxCode,
    tax_details: null,
    type: 'service',
    unit_label: null,
    updated: facts.created,
    url: null,
  };
}
