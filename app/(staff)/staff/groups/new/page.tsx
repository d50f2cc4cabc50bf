import type { Metadata } from 'next';
import { BackLink } from '#app/_ui/back-link.tsx';
import { auth, requireStaff } from '#app/(staff)/auth.ts';
import { StaffPage } from '#app/(staff)/staff-page.tsx';
import { listSchools } from '#lib/groups/list-schools.ts';
import { listGroupProducts } from '#lib/groups/visit-terms.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { newId } from '#lib/platform/ids.ts';
import { defaultLocale, localized } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { newVisitFields } from './new-visit-fields.ts';
import { NewVisitForm } from './new-visit-form.tsx';
import { takeDown } from './take-down-action.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator((await auth())?.locale ?? defaultLocale, 'board')('new.title') };
}

/** A request by telephone: one screen, then straight to its plans. */
export default async function NewGroupPage() {
  const path = paths.staffNewGroup();
  const ctx = await requireStaff('groups.change', path);
  const [products, schools] = await Promise.all([listGroupProducts(ctx.db), listSchools(ctx)]);
  const t = translator(ctx.locale, 'board');
  const options = products.map(({ code, names }) => ({ value: code, label: localized(names, ctx.locale) }));
  return (
    <StaffPage ctx={ctx} room="groups" path={path}>
      <BackLink href={paths.staffGroups()}>{t('visit.back')}</BackLink>
      <div className="stack-wide">
        <div>
          <h1>{t('new.title')}</h1>
          <p>{t('new.lead')}</p>
        </div>
        <NewVisitForm
          action={takeDown}
          groups={newVisitFields(t, options)}
          schools={schools}
          requestKey={newId()}
          initial={{
            values: {
              product: options[0]?.value ?? '',
              tourLanguage: ctx.locale,
              institutionKind: 'school',
              payWay: 'transfer',
              isFlexible: 'on',
            },
            errors: {},
          }}
          words={{ errorsTitle: translator(ctx.locale, 'common')('errorsTitle'), submit: t('new.submit') }}
        />
      </div>
    </StaffPage>
  );
}
