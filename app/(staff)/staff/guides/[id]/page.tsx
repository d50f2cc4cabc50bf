import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { BackLink } from '#app/_ui/back-link.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { auth, requireStaff } from '#app/(staff)/auth.ts';
import type { SearchParams } from '#app/(staff)/search-params.ts';
import { StaffPage } from '#app/(staff)/staff-page.tsx';
import { getMuseum } from '#lib/catalog/queries.ts';
import { listToursToCome } from '#lib/groups/guide-tours.ts';
import { findGuideFile, listAvailabilityOf, listGuidedProducts, listLeaveOf } from '#lib/groups/list-guides.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { isUuid } from '#lib/platform/ids.ts';
import { defaultLocale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { dateAt } from '#lib/platform/time.ts';
import { GuideFields, readFaults } from '../guide-fields.tsx';
import { typedGuide, typedOf } from '../guide-form.ts';
import { doneOf, refusedOf } from '../guide-words.ts';
import { AwayPart, EndPart, HoursPart, LinkPart, ToursPart } from './guide-parts.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator((await auth())?.locale ?? defaultLocale, 'guides')('facts.tour') };
}

/** One guide: the file, the tours to come, leave, hours, the link, and the end. */
export default async function GuidePage(props: { params: Promise<{ id: string }>; searchParams: SearchParams }) {
  const { id } = await props.params;
  const path = isUuid(id) ? paths.staffGuide(id) : paths.staffGuides();
  const ctx = await requireStaff(['groups.change', 'people.change'], path);
  const file = await findGuideFile(ctx, id);
  if (!file) notFound();
  const query = await props.searchParams;
  const all = (name: string) => [(Object.hasOwn(query, name) && query[name]) || []].flat();
  const one = (name: string) => all(name)[0]?.slice(0, 60) ?? '';
  const t = translator(ctx.locale, 'guides');
  const { timeZone } = await getMuseum(ctx.db);
  const today = dateAt(ctx.now, timeZone);
  const [products, settings, tours, leave, hours] = await Promise.all([
    listGuidedProducts(ctx.db),
    getSettings(ctx.db, today),
    listToursToCome(ctx, id),
    listLeaveOf(ctx.db, id, today),
    listAvailabilityOf(ctx.db, id),
  ]);
  const errors = readFaults(t, all('fault'));
  const hasTours = one('refused') === 'has_tours' && tours.length > 0;
  const [done, refused] = [doneOf(one('done')), refusedOf(one('refused'))];
  return (
    <StaffPage ctx={ctx} room="guides" path={path}>
      <BackLink href={paths.staffGuides()}>{t('staff.back')}</BackLink>
      <div className="stack-wide">
        <h1>{file.name}</h1>
        {done ? (
          <Notice kind="done" live>
            {t(`staff.done.${done}`)}
          </Notice>
        ) : null}
        {refused ? (
          <Notice kind="refused" live>
            {t(`staff.refused.${refused}`)}
          </Notice>
        ) : null}
        {hasTours ? (
          <Notice kind="warn" live>
            {t('staff.end.hasTours', { count: tours.length })}
          </Notice>
        ) : null}
        <div className="two-columns">
          <div className="stack-wide">
            <ToursPart t={t} tours={tours} />
            <section className="stack" aria-labelledby="file">
              <h2 id="file">{t('staff.form.title')}</h2>
              <GuideFields
                t={t}
                guideId={id}
                typed={errors.length > 0 ? typedGuide(all) : typedOf(file)}
                errors={errors}
                products={products}
                toursADay={settings.guide_tours_a_day}
              />
            </section>
          </div>
          <div className="stack-wide">
            <AwayPart t={t} guideId={id} leave={leave} today={today} one={one} />
            <HoursPart t={t} guideId={id} hours={hours} one={one} />
            {file.isActive ? <LinkPart t={t} guideId={id} /> : null}
            <EndPart t={t} guideId={id} isActive={file.isActive} tours={tours.length} hasLooked={hasTours} />
          </div>
        </div>
      </div>
    </StaffPage>
  );
}
