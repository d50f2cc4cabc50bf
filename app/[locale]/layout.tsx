import '#app/_ui/visitor.css';
import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { StandInBanner } from '#app/_ui/stand-in-banner.tsx';
import { isTestMode } from '#lib/booking/load-documents.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { defaultLocale, isLocale } from '#lib/platform/locales.ts';

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f6f3ec' },
    { media: '(prefers-color-scheme: dark)', color: '#151412' },
  ],
};

export async function generateMetadata({ params }: { params: Promise<{ locale: string }> }): Promise<Metadata> {
  const { locale } = await params;
  return {
    metadataBase: new URL(process.env.APP_URL ?? 'http://localhost:3000'),
    description: translator(isLocale(locale) ? locale : defaultLocale, 'common')('siteDescription'),
    formatDetection: { telephone: false },
  };
}

/** The visitors' half of the site: one language per path. Pages bring their own frame, so that each can offer itself in every language. */
export default async function LocaleLayout({
  children,
  params,
}: {
  children: ReactNode;
  params: Promise<{ locale: string }>;
}) {
  const { locale: segment } = await params;
  const locale = isLocale(segment) ? segment : defaultLocale;
  return (
    <html lang={locale}>
      <body>
        {/* Here and not in the pages' frame, so that it stands on every page, on those for errors too. */}
        {isTestMode() ? <StandInBanner text={translator(locale, 'common')('testPayments')} /> : null}
        {children}
      </body>
    </html>
  );
}
