import type { Db } from '#db/client.ts';
import type { Product } from '#lib/catalog/queries.ts';
import type { Settings } from '#lib/platform/settings.ts';
import { addDays, type IsoDate } from '#lib/platform/time.ts';
import { pupilsPerAdult } from './check-ratio.ts';
import { planApart } from './plan-apart.ts';
import { type Plan, type PlanVisit, planVisit, type Wish } from './plan-visit.ts';
import { isOwnGuide, readPlanDays } from './read-plan-days.ts';
import type { GroupVisit } from './visit-rows.ts';

export type PlannedFor = Pick<
  GroupVisit,
  'pupils' | 'teachers' | 'parents' | 'aides' | 'ageFrom' | 'tourLanguage' | 'hasOwnGuide'
> & { id: string | null };

/** Every body of a party (2.3). */
export const peopleOf = (party: { pupils: number; teachers: number; parents: number; aides: number }): number =>
  party.pupils + party.teachers + party.parents + party.aides;

/** The adults who count for the ratio: aides are for one child (6.4). */
export const adultsOf = (party: { teachers: number; parents: number }): number => party.teachers + party.parents;

/**
 * The best plans for a party around its wishes, from the pools, times and guides as they are now; or what stands in the way (6.2,
 * 6.3). Looks `around` days before and after each wish. Claims nothing.
 */
export async function planForVisit(
  db: Db,
  input: {
    visit: PlannedFor;
    product: Pick<Product, 'id' | 'subGroupMaximum'>;
    wishes: readonly Wish[];
    settings: Settings;
    around?: number;
    most?: number;
    /** Only plans that can be held side by side. */
    isApart?: boolean;
    /** No plan before this date. */
    notBefore?: IsoDate;
  },
): Promise<PlanVisit> {
  const { visit, product, wishes, settings } = input;
  const around = input.around ?? 7;
  const dates = wishes.map(({ date }) => date).sort();
  const first = addDays(dates[0] ?? '', -around);
  const days = await readPlanDays(db, {
    productId: product.id,
    fromDate: input.notBefore && input.notBefore > first ? input.notBefore : first,
    untilDate: addDays(dates.at(-1) ?? '', around),
    language: visit.tourLanguage,
    hasOwnGuide: visit.hasOwnGuide,
    exceptVisitId: visit.id,
  });
  const plan = input.isApart ? planApart : planVisit;
  return plan({ ...planTermsOf(visit, product, settings), wishes, days, most: input.most ?? 10 });
}

/** A party and the rules it is planned by. */
export function planTermsOf(
  visit: PlannedFor,
  product: Pick<Product, 'subGroupMaximum'>,
  settings: Settings,
): Pick<Parameters<typeof planVisit>[0], 'party' | 'rules'> {
  // A party of grown-ups needs nobody to look after it; each sub-group still has somebody who answers for it.
  const isGrownUp = (visit.ageFrom ?? 0) >= 18;
  const people = peopleOf(visit);
  return {
    party: { people, adults: isGrownUp ? people : adultsOf(visit) },
    rules: {
      most: product.subGroupMaximum,
      pupilsPerAdult: isGrownUp ? people : pupilsPerAdult(visit.ageFrom, settings),
      toursADay: settings.guide_tours_a_day,
      restMinutes: settings.guide_rest_minutes,
      mostWaitMinutes: settings.group_wait_minutes,
      moreSubGroups: settings.group_more_sub_groups,
    },
  };
}

/** A plan as the database's functions take it. */
export const planRequest = (plan: Pick<Plan, 'subGroups' | 'reasons'>) => ({
  reasons: plan.reasons,
  subGroups: plan.subGroups.map(({ people, adults, timeslotId, guideId }) => ({
    people,
    adults,
    timeslotId,
    guideId: isOwnGuide(guideId) ? null : guideId,
  })),
});
