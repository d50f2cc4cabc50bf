import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { StandInBanner } from '#app/_ui/stand-in-banner.tsx';
import { isTestMode } from '#lib/booking/load-documents.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { staffLocale } from './staff-locale.ts';
import '../_ui/staff.css';

export const viewport: Viewport = { width: 'device-width', initialScale: 1 };

export async function generateMetadata(): Promise<Metadata> {
  const title = translator(await staffLocale(), 'staff')('title');
  return { title: { default: title, template: `%s · ${title}` }, robots: { index: false, follow: false } };
}

export default async function StaffLayout({ children }: { children: ReactNode }) {
  const locale = await staffLocale();
  const t = translator(locale, 'staff');
  return (
    <html lang={locale}>
      {/* What the error screen says: it runs in the browser, where there are no message files. */}
      <body
        data-error-title={t('error.title')}
        data-error-text={t('error.text')}
        data-error-reference={t('error.reference')}
        data-error-action={t('error.action')}
      >
        {/* Here, so that it stands on the pages for errors too. */}
        {isTestMode() ? <StandInBanner text={translator(locale, 'common')('testPayments')} /> : null}
        {children}
      </body>
    </html>
  );
}
