import { defaultLocale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';

/** The bare address leads to the museum in its first language. */
export function GET(): Response {
  return new Response(null, { status: 307, headers: { Location: paths.museum(defaultLocale) } });
}
