import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { translator } from '#lib/platform/i18n/translator.ts';
import { isLocale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { languageLinks } from '../../page-metadata.ts';
import { LegalText } from '../legal-text.tsx';

type Props = { params: Promise<{ locale: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  if (!isLocale(locale)) return {};
  return { title: translator(locale, 'legal')('terms.title'), ...languageLinks(locale, paths.terms) };
}

/** The terms text in the visitor's language. */
export default async function TermsPage({ params }: Props) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  return <LegalText locale={locale} text="terms" />;
}
