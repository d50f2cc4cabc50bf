import { accountGuards } from './account-guards.ts';
import { admissionGuards } from './admission-guards.ts';
import { cancellationGuards } from './cancellation-guards.ts';
import { claimGuards } from './claim-guards.ts';
import { codeGuards } from './code-guards.ts';
import { counterGuards } from './counter-guards.ts';
import { documentGuards } from './document-guards.ts';
import { donationGuards } from './donation-guards.ts';
import { functionGuards } from './function-guards.ts';
import { groupFunctionGuards } from './group-function-guards.ts';
import { groupGuards } from './group-guards.ts';
import { groupOfferGuards } from './group-offer-guards.ts';
import { groupPlanGuards } from './group-plan-guards.ts';
import type { Guard } from './guard.ts';
import { guideCallGuards } from './guide-call-guards.ts';
import { guideGuards } from './guide-guards.ts';
import { historyGuards } from './history-guards.ts';
import { limitGuards } from './limit-guards.ts';
import { listGuards } from './list-guards.ts';
import { moneyGuards } from './money-guards.ts';
import { nameGuards } from './name-guards.ts';
import { orderChangeGuards } from './order-change-guards.ts';
import { orderGuards } from './order-guards.ts';
import { placeGuards } from './place-guards.ts';
import { poolGuards } from './pool-guards.ts';
import { priceGuards } from './price-guards.ts';
import { recordGuards } from './record-guards.ts';
import { refundGuards } from './refund-guards.ts';
import { releaseGuards } from './release-guards.ts';
import { rightsGuards } from './rights-guards.ts';
import { settleGuards } from './settle-guards.ts';
import { ticketGuards } from './ticket-guards.ts';
import { voucherGuards } from './voucher-guards.ts';
import { waitingFunctionGuards } from './waiting-function-guards.ts';
import { waitingGuards } from './waiting-guards.ts';

/** Every lock, constraint and predicate that guards places, money or admission. */
export const allGuards: readonly Guard[] = [
  ...poolGuards,
  ...placeGuards,
  ...claimGuards,
  ...functionGuards,
  ...orderGuards,
  ...priceGuards,
  ...nameGuards,
  ...historyGuards,
  ...moneyGuards,
  ...counterGuards,
  ...settleGuards,
  ...donationGuards,
  ...refundGuards,
  ...cancellationGuards,
  ...orderChangeGuards,
  ...recordGuards,
  ...ticketGuards,
  ...admissionGuards,
  ...voucherGuards,
  ...limitGuards,
  ...releaseGuards,
  ...waitingGuards,
  ...waitingFunctionGuards,
  ...groupGuards,
  ...groupOfferGuards,
  ...groupPlanGuards,
  ...groupFunctionGuards,
  ...guideGuards,
  ...guideCallGuards,
  ...listGuards,
  ...documentGuards,
  ...accountGuards,
  ...rightsGuards,
  ...codeGuards,
];
