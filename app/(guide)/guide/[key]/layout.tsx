import '#app/_ui/visitor.css';
import '../../guide.css';
import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { StandInBanner } from '#app/_ui/stand-in-banner.tsx';
import { isTestMode } from '#lib/booking/load-documents.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { defaultLocale } from '#lib/platform/locales.ts';
import { findGuide, type GuideParams } from '../open-guide.ts';

export const viewport: Viewport = { width: 'device-width', initialScale: 1 };
export const metadata: Metadata = {
  robots: { index: false, follow: false },
  formatDetection: { telephone: false },
};

/** The guide's half of the site, in the guide's own language. */
export default async function GuideLayout({ children, params }: { children: ReactNode; params: GuideParams }) {
  const guide = await findGuide((await params).key);
  const locale = guide && guide !== 'sign_in' ? guide.locale : defaultLocale;
  const t = translator(locale, 'guides');
  return (
    <html lang={locale}>
      {/* What the error screen says: it runs in the browser, where there are no message files. */}
      <body data-error-title={t('app.failed')} data-error-text={t('app.failedText')} data-error-action={t('app.again')}>
        {isTestMode() ? <StandInBanner text={translator(locale, 'common')('testPayments')} /> : null}
        {children}
      </body>
    </html>
  );
}
