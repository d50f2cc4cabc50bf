import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { LinkButton } from '#app/_ui/button.tsx';
import { EmptyState } from '#app/_ui/empty-state.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { auth, requireStaff } from '#app/(staff)/auth.ts';
import { StaffPage } from '#app/(staff)/staff-page.tsx';
import { previewMessages } from '#lib/booking/preview-messages.ts';
import { previewGroupMessages } from '#lib/groups/preview-group-messages.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { defaultLocale, isLocale, locales } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { ShownMessage } from './shown-message.tsx';

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator((await auth())?.locale ?? defaultLocale, 'staff')('messages.title') };
}

/** What visitors are sent, every kind in every language, as HTML and as text: read before anybody receives it. */
export default async function MessagesPage({ searchParams }: Props) {
  const { language } = await searchParams;
  const shown = typeof language === 'string' && isLocale(language) ? language : null;
  const path = paths.staffMessages(shown ?? undefined);
  const ctx = await requireStaff('reports.see', path);
  const locale = shown ?? ctx.locale;
  const [preview, groups] = await Promise.all([
    previewMessages(ctx, { locale }),
    previewGroupMessages(ctx, { locale }),
  ]);
  if (!preview.ok && preview.code === 'forbidden') notFound();
  const t = translator(ctx.locale, 'staff');
  return (
    <StaffPage ctx={ctx} room="messages" path={path}>
      <div className="stack">
        <h1>{t('messages.title')}</h1>
        <p>{t('messages.lead')}</p>
        <nav aria-label={t('messages.language')}>
          <div className="mail-languages">
            {locales.map((other) => (
              <LinkButton
                key={other}
                look="quiet"
                size="short"
                href={paths.staffMessages(other)}
                aria-current={other === locale ? 'page' : undefined}
                lang={other}
                hrefLang={other}
              >
                {translator(other, 'common')('language')}
              </LinkButton>
            ))}
          </div>
        </nav>
        {preview.ok ? (
          <>
            <Notice>{t('messages.sample')}</Notice>
            <div className="stack-wide">
              {[...preview.messages, ...(groups.ok ? groups.messages : [])].map((message) => (
                <ShownMessage key={message.kind} message={message} t={t} />
              ))}
            </div>
          </>
        ) : (
          <EmptyState title={t('messages.noProduct')} />
        )}
      </div>
    </StaffPage>
  );
}
