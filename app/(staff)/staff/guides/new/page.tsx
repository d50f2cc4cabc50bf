import type { Metadata } from 'next';
import { BackLink } from '#app/_ui/back-link.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { auth, requireStaff } from '#app/(staff)/auth.ts';
import type { SearchParams } from '#app/(staff)/search-params.ts';
import { StaffPage } from '#app/(staff)/staff-page.tsx';
import { listGuidedProducts } from '#lib/groups/list-guides.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { defaultLocale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { dateAt } from '#lib/platform/time.ts';
import { GuideFields, readFaults } from '../guide-fields.tsx';
import { typedGuide } from '../guide-form.ts';
import { refusedOf } from '../guide-words.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator((await auth())?.locale ?? defaultLocale, 'guides')('staff.new') };
}

/** A new guide. */
export default async function NewGuidePage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await requireStaff(['groups.change', 'people.change'], paths.staffNewGuide());
  const query = await searchParams;
  const all = (name: string) => [(Object.hasOwn(query, name) && query[name]) || []].flat();
  const t = translator(ctx.locale, 'guides');
  const [products, settings] = await Promise.all([
    listGuidedProducts(ctx.db),
    getSettings(ctx.db, dateAt(ctx.now, 'UTC')),
  ]);
  const refused = refusedOf(all('refused')[0]);
  return (
    <StaffPage ctx={ctx} room="guides" path={paths.staffNewGuide()}>
      <BackLink href={paths.staffGuides()}>{t('staff.back')}</BackLink>
      <div className="stack-wide">
        <h1>{t('staff.new')}</h1>
        {refused ? (
          <Notice kind="refused" live>
            {t(`staff.refused.${refused}`)}
          </Notice>
        ) : null}
        <GuideFields
          t={t}
          typed={typedGuide(all)}
          errors={readFaults(t, all('fault'))}
          products={products}
          toursADay={settings.guide_tours_a_day}
        />
      </div>
    </StaffPage>
  );
}
