import '#app/_ui/visitor.css';
import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { defaultLocale, isLocale } from '#lib/platform/locales.ts';

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f6f3ec' },
    { media: '(prefers-color-scheme: dark)', color: '#151412' },
  ],
};

export const metadata: Metadata = {
  metadataBase: new URL(process.env.APP_URL ?? 'http://localhost:3000'),
  formatDetection: { telephone: false },
};

/** The visitors' half of the site: one language per path. Pages bring their own frame, so that each can offer itself in every language. */
export default async function LocaleLayout({
  children,
  params,
}: {
  children: ReactNode;
  params: Promise<{ locale: string }>;
}) {
  const { locale } = await params;
  return (
    <html lang={isLocale(locale) ? locale : defaultLocale}>
      <body>{children}</body>
    </html>
  );
}
