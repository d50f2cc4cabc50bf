export const visitStates = [
  'draft',
  'submitted',
  'needs_info',
  'waitlisted',
  'offered',
  'confirmed',
  'rescheduled',
  'names_due',
  'list_sent',
  'list_cleared',
  'ready',
  'part_arrived',
  'arrived',
  'in_progress',
  'completed',
  'evaluated',
  'settled',
  'declined',
  'expired',
  'cancelled_by_group',
  'cancelled_by_museum',
  'no_show',
] as const;
export type VisitState = (typeof visitStates)[number];

/** Agreed: it has its places, its guides and its order (the database's is_agreed_visit says the same). */
export const agreedStates = [
  'confirmed',
  'rescheduled',
  'names_due',
  'list_sent',
  'list_cleared',
  'ready',
  'part_arrived',
  'arrived',
  'in_progress',
  'completed',
  'evaluated',
  'settled',
  'no_show',
] as const satisfies readonly VisitState[];
/** Agreed and still to come: what may be moved, changed in number or cancelled. */
export const comingStates = [
  'confirmed',
  'names_due',
  'list_sent',
  'list_cleared',
  'ready',
] as const satisfies readonly VisitState[];

export const groupOfferStates = ['open', 'accepted', 'declined', 'lapsed', 'withdrawn'] as const;
export type GroupOfferState = (typeof groupOfferStates)[number];
export const guideCallStates = ['asked', 'accepted', 'declined', 'lapsed', 'withdrawn'] as const;
export type GuideCallState = (typeof guideCallStates)[number];

export const institutionKinds = ['school', 'lyceum', 'university', 'college', 'kindergarten', 'other'] as const;
export type InstitutionKind = (typeof institutionKinds)[number];
export const shifts = ['first', 'second'] as const;
export const payWays = ['card', 'deposit', 'transfer', 'guarantee_letter', 'after_visit'] as const;
export type PayWay = (typeof payWays)[number];
export const dayAnswers = ['coming', 'fewer', 'cancel'] as const;
export type DayAnswer = (typeof dayAnswers)[number];
export const fileKinds = ['letter', 'guarantee_letter'] as const;
export type FileKind = (typeof fileKinds)[number];
export const fileTypes = ['application/pdf', 'image/jpeg', 'image/png'] as const;
export type FileType = (typeof fileTypes)[number];
export const nameRoles = ['pupil', 'teacher', 'parent', 'aide'] as const;
export type NameRole = (typeof nameRoles)[number];
export const nameStates = ['sent', 'cleared', 'not_cleared', 'replaced'] as const;
export type NameState = (typeof nameStates)[number];
export const listFields = ['name', 'birth_year', 'document'] as const;
export type ListField = (typeof listFields)[number];
/** The timeline of a visit (6.10). */
export const visitSteps = [
  'reminder',
  'final_count',
  'invoice',
  'names_due',
  'names_frozen',
  'day_before',
  'call_list',
  'thanks',
  'purge',
  'payment_first',
  'payment_second',
] as const;
export type VisitStep = (typeof visitSteps)[number];
export const stepOutcomes = ['done', 'not_needed'] as const;
export const documentKinds = ['quote', 'pro_forma', 'invoice', 'credit_note', 'act'] as const;
export type DocumentKind = (typeof documentKinds)[number];
export const billingBases = ['booked', 'actual', 'minimum', 'deposit'] as const;
export type BillingBasis = (typeof billingBases)[number];
export const leaveKinds = ['leave', 'illness', 'other'] as const;
export type LeaveKind = (typeof leaveKinds)[number];

/** Why a request is declined, a visit cancelled, an answer asked for: coded, with words in every language. */
export const declineReasons = [
  'no_room',
  'no_guide',
  'closed',
  'party_too_small',
  'party_too_large',
  'rules',
  'other',
] as const;
export type DeclineReason = (typeof declineReasons)[number];
export const infoReasons = ['numbers', 'ages', 'dates', 'letter', 'payer', 'other'] as const;
export type InfoReason = (typeof infoReasons)[number];
export const groupCancelReasons = ['illness', 'transport', 'school', 'weather', 'price', 'other'] as const;
export type GroupCancelReason = (typeof groupCancelReasons)[number];

/** Why the museum cancels an agreed visit. */
export const museumCancelReasons = [
  'guide_missing',
  'building_closed',
  'technical',
  'official_event',
  'weather',
  'other',
] as const;
export type MuseumCancelReason = (typeof museumCancelReasons)[number];

/** Why a group that waits is passed over, though it keeps its rank. `others_first`: somebody before it was offered the places. */
export const groupPassOverReasons = [
  'rooms',
  'guides',
  'lanes',
  'no_start',
  'closed',
  'others_first',
  'offered_before',
  'adults',
] as const;
export type GroupPassOverReason = (typeof groupPassOverReasons)[number];
