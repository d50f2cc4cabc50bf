import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Button } from '#app/_ui/button.tsx';
import { StepHeading } from '#app/_ui/step-heading.tsx';
import { translator } from '#lib/platform/i18n/translator.ts';
import { isLinkToken } from '#lib/platform/ids.ts';
import { isLocale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { Frame } from '../../../../../frame.tsx';

type Props = { params: Promise<{ locale: string; link: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale)
    ? { title: translator(locale, 'request')('account.enter'), robots: { index: false, follow: false } }
    : {};
}

/** What a mailed link opens: one button. Programmes that look at links in mails sign nobody in. */
export default async function EnterPage({ params }: Props) {
  const { locale, link } = await params;
  if (!isLocale(locale) || !isLinkToken(link)) notFound();
  const t = translator(locale, 'request');
  return (
    <Frame locale={locale} here={(other) => paths.groupsEnter(other, link)}>
      <StepHeading title={t('account.enter')} lead={t('account.enterLead')} />
      <form method="post" action={paths.groupsAccountStep(locale, 'sign-in')}>
        <input type="hidden" name="link" value={link} />
        <p className="form-end">
          <Button>{t('account.enterDo')}</Button>
        </p>
      </form>
    </Frame>
  );
}
