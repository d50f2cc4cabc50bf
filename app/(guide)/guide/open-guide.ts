import { notFound, redirect } from 'next/navigation';
import { cache } from 'react';
import { type FormFields, readForm, seeOther } from '#app/_http/read-form.ts';
import { auth } from '#app/(staff)/auth.ts';
import { findGuideByLink, findGuideOfStaff, type OwnGuide } from '#lib/groups/find-guide.ts';
import { type Ctx, can } from '#lib/platform/ctx.ts';
import { defaultLocale, type Locale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { visitorRequest } from '#lib/platform/request.ts';
import { sqlState } from '#lib/platform/transaction.ts';

export type GuideParams = Promise<{ key: string }>;
export type OpenedGuide = { guide: OwnGuide; key: string; locale: Locale; ctx: Ctx };

/** The key that stands for whoever is signed in. */
const signedIn = 'me';

/** Both ways lead to the same guide: the secret link, or the staff's sign-in of a guide. Read once per request. */
export const findGuide = cache(async (key: string): Promise<OwnGuide | 'sign_in' | null> => {
  const { db } = visitorRequest(defaultLocale);
  if (key !== signedIn) return findGuideByLink(db, key);
  const actor = await auth();
  if (!actor) return 'sign_in';
  return can(actor, 'guides.own_tours') ? findGuideOfStaff(db, actor.staffId) : null;
});

const open = (guide: OwnGuide, key: string): OpenedGuide => ({
  guide,
  key,
  locale: guide.locale,
  ctx: { ...visitorRequest(guide.locale), actor: { kind: 'guide', guideId: guide.id } },
});

/** The guide whose pages these are; not found for whatever opens nothing. */
export async function openGuide(params: GuideParams): Promise<OpenedGuide> {
  const { key } = await params;
  const guide = await findGuide(key);
  if (guide === 'sign_in') redirect(paths.staffSignIn(paths.guide()));
  if (!guide) notFound();
  return open(guide, key);
}

/**
 * A form post from these pages: own origin, a key that opens something, then the step's one verb, which answers where to go. Busy locks
 * send the guide back with a sentence; nothing was written then.
 */
export function guideStep(work: (step: OpenedGuide & { form: FormFields }) => Promise<string>) {
  return async (request: Request, { params }: { params: GuideParams }): Promise<Response> => {
    const form = await readForm(request);
    if (!form) return new Response(null, { status: 400 });
    const { key } = await params;
    const guide = await findGuide(key);
    if (guide === 'sign_in') return seeOther(paths.staffSignIn(paths.guide()));
    if (!guide) return new Response(null, { status: 404 });
    try {
      return seeOther(await work({ ...open(guide, key), form }));
    } catch (error) {
      if (sqlState(error) === '55P03') return seeOther(paths.guide(key, { told: 'busy' }));
      throw error;
    }
  };
}
