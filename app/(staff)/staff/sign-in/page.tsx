import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { StaffShell } from '#app/_ui/staff-shell.tsx';
import { auth } from '#app/(staff)/auth.ts';
import { LanguageForm } from '#app/(staff)/language-form.tsx';
import { nextPath } from '#app/(staff)/own-url.ts';
import { readFilters, type SearchParams } from '#app/(staff)/search-params.ts';
import { staffLocale } from '#app/(staff)/staff-locale.ts';
import { loadMessages, type Messages } from '#lib/platform/i18n/messages.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { paths } from '#lib/platform/paths.ts';
import { readSignInError } from './sign-in-error.ts';
import { SignInForm } from './sign-in-form.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator(await staffLocale(), 'staff')('signIn.title') };
}

/** The one way in for everybody who works here. */
export default async function SignInPage({ searchParams }: { searchParams: SearchParams }) {
  const { one } = await readFilters(searchParams);
  const next = nextPath(one('next'));
  if (await auth()) redirect(next);
  const locale = await staffLocale();
  const t = translator(locale, 'staff');
  const common = translator(locale, 'common');
  return (
    <StaffShell
      skipText={common('skip')}
      name={t('title')}
      homeHref={paths.staffSignIn()}
      navLabel={t('nav.label')}
      links={[{ href: paths.museum(locale), text: common('home') }]}
      who={<LanguageForm locale={locale} back={next} />}
    >
      <div className="stack-wide">
        <div className="stack">
          <h1>{t('signIn.title')}</h1>
          <p className="soft">{t('signIn.lead')}</p>
        </div>
        <SignInForm
          locale={locale}
          words={loadMessages(locale, 'staff').signIn as Messages}
          next={next}
          refused={readSignInError(one('error'))}
        />
      </div>
    </StaffShell>
  );
}
