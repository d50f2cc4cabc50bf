import type { VisitView } from '#lib/groups/visit-view.ts';
import type { Translator } from '#lib/platform/i18n/translator.ts';
import type { Locale } from '#lib/platform/locales.ts';
import type { Typed } from './typed.ts';

/** What every part of the dossier is given. */
export type PartProps = { t: Translator; view: VisitView; locale: Locale; zone: string; typed: Typed };
