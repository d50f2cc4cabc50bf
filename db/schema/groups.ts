import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  date,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  time,
  uuid,
} from 'drizzle-orm/pg-core';
import { amountMinor, bytes, currency, instant } from '#db/columns.ts';
import { dayTypeCodes } from '#lib/catalog/values.ts';
import {
  billingBases,
  dayAnswers,
  documentKinds,
  fileKinds,
  fileTypes,
  groupOfferStates,
  groupPassOverReasons,
  guideCallStates,
  institutionKinds,
  leaveKinds,
  nameRoles,
  nameStates,
  payWays,
  shifts,
  stepOutcomes,
  visitStates,
  visitSteps,
} from '#lib/groups/values.ts';
import { type LocalizedText, locales } from '#lib/platform/locales.ts';

/** What a guide costs a sub-group. */
export const guideFee = pgTable('guide_fee', {
  id: uuid('id').primaryKey().default(sql`default`),
  productId: uuid('product_id').notNull(),
  language: text('language', { enum: locales }),
  dayType: text('day_type', { enum: dayTypeCodes }),
  amountMinor: amountMinor('amount_minor').notNull(),
  currency: currency('currency').notNull(),
  taxPerMille: smallint('tax_per_mille').notNull().default(sql`default`),
  validFrom: date('valid_from', { mode: 'string' }).notNull(),
  validUntil: date('valid_until', { mode: 'string' }),
});

export const schoolBreak = pgTable('school_break', {
  id: uuid('id').primaryKey().default(sql`default`),
  firstDate: date('first_date', { mode: 'string' }).notNull(),
  lastDate: date('last_date', { mode: 'string' }).notNull(),
  names: jsonb('names').$type<LocalizedText>().notNull(),
});

export const guideProduct = pgTable(
  'guide_product',
  { guideId: uuid('guide_id').notNull(), productId: uuid('product_id').notNull() },
  (t) => [primaryKey({ columns: [t.guideId, t.productId] })],
);

export const guideAvailability = pgTable('guide_availability', {
  id: uuid('id').primaryKey().default(sql`default`),
  guideId: uuid('guide_id').notNull(),
  weekday: smallint('weekday').notNull(),
  fromTime: time('from_time').notNull(),
  untilTime: time('until_time').notNull(),
});

export const guideLeave = pgTable('guide_leave', {
  id: uuid('id').primaryKey().default(sql`default`),
  guideId: uuid('guide_id').notNull(),
  firstDate: date('first_date', { mode: 'string' }).notNull(),
  lastDate: date('last_date', { mode: 'string' }).notNull(),
  kind: text('kind', { enum: leaveKinds }).notNull(),
  madeBy: text('made_by').notNull(),
  madeAt: instant('made_at').notNull().default(sql`default`),
});

export const institution = pgTable('institution', {
  id: uuid('id').primaryKey().default(sql`default`),
  name: text('name').notNull(),
  folded: text('folded').notNull(),
  kind: text('kind', { enum: institutionKinds }).notNull(),
  district: text('district'),
  taxNumber: text('tax_number'),
  isChecked: boolean('is_checked').notNull().default(sql`default`),
  madeAt: instant('made_at').notNull().default(sql`default`),
});

/** One party's visit, from the first word of its request to the last paper. */
export const groupVisit = pgTable('group_visit', {
  id: uuid('id').primaryKey().default(sql`default`),
  code: text('code').notNull(),
  linkHash: bytes('link_hash').notNull(),
  linkVersion: smallint('link_version').notNull().default(sql`default`),
  requestKey: uuid('request_key').notNull(),
  state: text('state', { enum: visitStates }).notNull().default(sql`default`),
  reason: text('reason'),
  productId: uuid('product_id').notNull(),
  institutionId: uuid('institution_id'),
  locale: text('locale', { enum: locales }).notNull(),
  tourLanguage: text('tour_language', { enum: locales }).notNull(),
  pupils: smallint('pupils').notNull(),
  teachers: smallint('teachers').notNull().default(sql`default`),
  parents: smallint('parents').notNull().default(sql`default`),
  aides: smallint('aides').notNull().default(sql`default`),
  ageFrom: smallint('age_from'),
  ageUntil: smallint('age_until'),
  grades: text('grades'),
  shift: text('shift', { enum: shifts }),
  isFlexible: boolean('is_flexible').notNull().default(sql`default`),
  hasOwnGuide: boolean('has_own_guide').notNull().default(sql`default`),
  bookerName: text('booker_name'),
  email: text('email'),
  phone: text('phone'),
  leaderName: text('leader_name'),
  leaderPhone: text('leader_phone'),
  theme: text('theme'),
  accessNeeds: text('access_needs'),
  bus: text('bus'),
  note: text('note'),
  payWay: text('pay_way', { enum: payWays }),
  payerName: text('payer_name'),
  payerTaxNumber: text('payer_tax_number'),
  payerAddress: text('payer_address'),
  rulesVersion: text('rules_version'),
  rulesAcceptedAt: instant('rules_accepted_at'),
  planId: uuid('plan_id'),
  orderId: uuid('order_id'),
  waitlistedAt: instant('waitlisted_at'),
  finalisedAt: instant('finalised_at'),
  dayAnswer: text('day_answer', { enum: dayAnswers }),
  dayAnswerAt: instant('day_answer_at'),
  lateMinutes: smallint('late_minutes'),
  dayPeople: smallint('day_people'),
  moveAskedAt: instant('move_asked_at'),
  purgedAt: instant('purged_at'),
  accountClosedAt: instant('account_closed_at'),
  guaranteeFileId: uuid('guarantee_file_id'),
  guaranteeAcceptedAt: instant('guarantee_accepted_at'),
  madeAt: instant('made_at').notNull().default(sql`default`),
  submittedAt: instant('submitted_at'),
});

export const groupWish = pgTable(
  'group_wish',
  {
    visitId: uuid('visit_id').notNull(),
    rank: smallint('rank').notNull(),
    visitDate: date('visit_date', { mode: 'string' }).notNull(),
    startTime: time('start_time').notNull(),
  },
  (t) => [primaryKey({ columns: [t.visitId, t.rank] })],
);

export const groupOffer = pgTable('group_offer', {
  id: uuid('id').primaryKey().default(sql`default`),
  visitId: uuid('visit_id').notNull(),
  state: text('state', { enum: groupOfferStates }).notNull().default(sql`default`),
  offeredBy: uuid('offered_by'),
  words: text('words'),
  offeredAt: instant('offered_at').notNull().default(sql`default`),
  expiresAt: instant('expires_at').notNull(),
  endedAt: instant('ended_at'),
});

export const groupPlan = pgTable('group_plan', {
  id: uuid('id').primaryKey().default(sql`default`),
  visitId: uuid('visit_id').notNull(),
  offerId: uuid('offer_id'),
  rank: smallint('rank').notNull(),
  reasons: jsonb('reasons').$type<unknown>().notNull().default(sql`default`),
  madeAt: instant('made_at').notNull().default(sql`default`),
});

export const subGroup = pgTable('sub_group', {
  id: uuid('id').primaryKey().default(sql`default`),
  planId: uuid('plan_id').notNull(),
  no: smallint('no').notNull(),
  people: smallint('people').notNull(),
  adults: smallint('adults').notNull(),
  timeslotId: uuid('timeslot_id').notNull(),
  guideId: uuid('guide_id'),
  isLive: boolean('is_live').notNull().default(sql`default`),
});

export const tourReport = pgTable('tour_report', {
  timeslotId: uuid('timeslot_id').primaryKey(),
  guideId: uuid('guide_id').notNull(),
  startedAt: instant('started_at'),
  endedAt: instant('ended_at'),
  heads: smallint('heads'),
  note: text('note'),
  toldAt: instant('told_at').notNull().default(sql`default`),
});

export const guideCall = pgTable('guide_call', {
  id: uuid('id').primaryKey().default(sql`default`),
  timeslotId: uuid('timeslot_id').notNull(),
  guideId: uuid('guide_id').notNull(),
  state: text('state', { enum: guideCallStates }).notNull().default(sql`default`),
  reason: text('reason'),
  askedAt: instant('asked_at').notNull().default(sql`default`),
  answerUntil: instant('answer_until').notNull(),
  answeredAt: instant('answered_at'),
  toldAt: instant('told_at'),
});

export const visitFile = pgTable('visit_file', {
  id: uuid('id').primaryKey().default(sql`default`),
  visitId: uuid('visit_id').notNull(),
  kind: text('kind', { enum: fileKinds }).notNull(),
  fileName: text('file_name').notNull(),
  mediaType: text('media_type', { enum: fileTypes }).notNull(),
  bytes: bytes('bytes').notNull(),
  byKind: text('by_kind').notNull(),
  byId: text('by_id'),
  at: instant('at').notNull().default(sql`default`),
});

export const visitName = pgTable('visit_name', {
  id: uuid('id').primaryKey().default(sql`default`),
  visitId: uuid('visit_id').notNull(),
  no: smallint('no').notNull(),
  name: text('name').notNull(),
  role: text('role', { enum: nameRoles }).notNull(),
  birthYear: smallint('birth_year'),
  document: text('document'),
  state: text('state', { enum: nameStates }).notNull().default(sql`default`),
  replacesId: uuid('replaces_id'),
  at: instant('at').notNull().default(sql`default`),
});

export const visitStep = pgTable(
  'visit_step',
  {
    visitId: uuid('visit_id').notNull(),
    step: text('step', { enum: visitSteps }).notNull(),
    dueAt: instant('due_at').notNull(),
    doneAt: instant('done_at'),
    outcome: text('outcome', { enum: stepOutcomes }),
  },
  (t) => [primaryKey({ columns: [t.visitId, t.step] })],
);

/** With whom each part of a party that has come goes: written by the database. */
export const subGroupArrival = pgTable(
  'sub_group_arrival',
  {
    admissionId: bigint('admission_id', { mode: 'number' }).notNull(),
    subGroupId: uuid('sub_group_id').notNull(),
    people: smallint('people').notNull(),
  },
  (t) => [primaryKey({ columns: [t.admissionId, t.subGroupId] })],
);

export const visitEvaluation = pgTable('visit_evaluation', {
  visitId: uuid('visit_id').primaryKey(),
  answers: smallint('answers').array().notNull(),
  words: text('words'),
  at: instant('at').notNull().default(sql`default`),
});

/** Every step of visits and offers, written by the database. */
export const visitEvent = pgTable('visit_event', {
  id: bigint('id', { mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
  visitId: uuid('visit_id').notNull(),
  machine: text('machine').notNull(),
  objectId: uuid('object_id').notNull(),
  fromState: text('from_state'),
  toState: text('to_state').notNull(),
  actorKind: text('actor_kind').notNull(),
  actorId: text('actor_id'),
  reason: text('reason'),
  at: instant('at').notNull().default(sql`default`),
});

export const documentSeries = pgTable(
  'document_series',
  {
    kind: text('kind', { enum: documentKinds }).notNull(),
    year: smallint('year').notNull(),
    lastNo: integer('last_no').notNull().default(sql`default`),
  },
  (t) => [primaryKey({ columns: [t.kind, t.year] })],
);

/** Papers of account, made by the database's issue_document alone and never changed. */
export const accountDocument = pgTable('account_document', {
  id: uuid('id').primaryKey().default(sql`default`),
  kind: text('kind', { enum: documentKinds }).notNull(),
  year: smallint('year').notNull(),
  no: integer('no').notNull(),
  visitId: uuid('visit_id').notNull(),
  correctsId: uuid('corrects_id'),
  requestKey: uuid('request_key'),
  issuedAt: instant('issued_at').notNull().default(sql`default`),
  issuedDate: date('issued_date', { mode: 'string' }).notNull(),
  dueDate: date('due_date', { mode: 'string' }),
  locale: text('locale', { enum: locales }).notNull(),
  currency: currency('currency').notNull(),
  lines: jsonb('lines').$type<unknown>().notNull(),
  totalMinor: amountMinor('total_minor').notNull(),
  taxMinor: amountMinor('tax_minor').notNull(),
  basis: text('basis', { enum: billingBases }).notNull(),
  payer: jsonb('payer').$type<unknown>().notNull(),
  issuedBy: text('issued_by').notNull(),
  facts: jsonb('facts').$type<unknown>().notNull().default(sql`default`),
});

export const bankTransfer = pgTable('bank_transfer', {
  id: uuid('id').primaryKey().default(sql`default`),
  bankReference: text('bank_reference').notNull(),
  valueDate: date('value_date', { mode: 'string' }).notNull(),
  amountMinor: amountMinor('amount_minor').notNull(),
  currency: currency('currency').notNull(),
  payer: text('payer').notNull(),
  words: text('words').notNull().default(sql`default`),
  paymentId: uuid('payment_id'),
  setAside: text('set_aside'),
  enteredBy: text('entered_by').notNull(),
  enteredAt: instant('entered_at').notNull().default(sql`default`),
});

/** A statement handed in as a file, until its good lines are entered. */
export const transferImport = pgTable('transfer_import', {
  id: uuid('id').primaryKey().default(sql`default`),
  fileName: text('file_name').notNull(),
  rows: jsonb('rows').$type<unknown>().notNull(),
  total: integer('total').notNull(),
  done: integer('done').notNull().default(sql`default`),
  added: integer('added').notNull().default(sql`default`),
  refused: jsonb('refused').$type<unknown>().notNull().default(sql`default`),
  enteredBy: text('entered_by').notNull(),
  enteredAt: instant('entered_at').notNull().default(sql`default`),
  finishedAt: instant('finished_at'),
});

export const signInLink = pgTable('sign_in_link', {
  tokenHash: bytes('token_hash').primaryKey(),
  email: text('email').notNull(),
  locale: text('locale', { enum: locales }).notNull(),
  madeAt: instant('made_at').notNull().default(sql`default`),
  expiresAt: instant('expires_at').notNull(),
  usedAt: instant('used_at'),
});

/** Why a group that waits was not offered anything when it was last looked at. */
export const groupPassOver = pgTable('group_pass_over', {
  visitId: uuid('visit_id').primaryKey(),
  why: text('why', { enum: groupPassOverReasons }).notNull(),
  labels: text('labels').array().notNull().default(sql`default`),
  at: instant('at').notNull().default(sql`default`),
  version: text('version').notNull(),
});
