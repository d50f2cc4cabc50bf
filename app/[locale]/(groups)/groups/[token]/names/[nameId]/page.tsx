import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { BackLink } from '#app/_ui/back-link.tsx';
import { StepHeading } from '#app/_ui/step-heading.tsx';
import { seeNames } from '#lib/groups/see-names.ts';
import { nameRoles } from '#lib/groups/values.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { paths } from '#lib/platform/paths.ts';
import { Frame } from '../../../../../frame.tsx';
import { openList } from '../open-list.ts';
import { ReplaceForm } from './replace-form.tsx';
import { replaceNameAction } from './replace-name-action.ts';

type Props = { params: Promise<{ locale: string; token: string; nameId: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await openList(params);
  return { title: translator(locale, 'lists')('replace.title'), robots: { index: false, follow: false } };
}

/** Somebody comes instead of one person on the list, or as well ("more"). */
export default async function ReplaceNamePage({ params }: Props) {
  const { nameId } = await params;
  const { view, token, locale, ctx, standing } = await openList(params);
  const seen = await seeNames(ctx, { visitId: view.visit.id });
  const old = seen.ok ? seen.names.find(({ id, state }) => id === nameId && state !== 'replaced') : undefined;
  if (!old && nameId !== 'more') notFound();
  const t = translator(locale, 'lists');
  return (
    <Frame locale={locale} here={(other) => paths.visitReplaceName(other, token, nameId)}>
      <BackLink href={paths.visitNames(locale, token)}>{t('names.title')}</BackLink>
      <StepHeading
        title={t(old ? 'replace.title' : 'replace.addTitle')}
        lead={old ? t('replace.instead', { name: old.name }) : undefined}
      />
      <ReplaceForm
        action={replaceNameAction.bind(null, locale, token, nameId)}
        fields={standing.fields}
        roles={nameRoles.map((role) => ({ value: role, label: t(`roles.${role}`) }))}
        initial={{ name: '', role: old?.role ?? 'pupil', birthYear: '', document: '', errors: {}, attempt: 0 }}
        words={{
          errorsTitle: translator(locale, 'common')('errorsTitle'),
          name: t('fields.name'),
          role: t('fields.role'),
          birthYear: t('fields.birth_year'),
          document: t('fields.document'),
          save: t('replace.save'),
        }}
      />
    </Frame>
  );
}
