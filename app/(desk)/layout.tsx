import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { auth } from '#app/(staff)/auth.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { defaultLocale } from '#lib/platform/locales.ts';
import '../_ui/desk.css';
import './desk.css';

export const metadata: Metadata = { robots: { index: false, follow: false } };
export const viewport: Viewport = { width: 'device-width', initialScale: 1 };

export default async function DeskLayout({ children }: { children: ReactNode }) {
  const locale = (await auth())?.locale ?? defaultLocale;
  const t = translator(locale, 'desk');
  return (
    <html lang={locale}>
      {/* What the error screen says: it runs when nothing else may. */}
      <body data-error-title={t('error.title')} data-error-text={t('error.text')} data-error-action={t('error.action')}>
        {children}
      </body>
    </html>
  );
}
