import type { StructuredThing } from '#lib/catalog/structured-data.ts';

/** What machines read of a page, as JSON-LD: data, never run as a script. Texts of the museum cannot end the element. */
export function StructuredData({ things }: { things: readonly StructuredThing[] }) {
  if (things.length === 0) return null;
  const json = JSON.stringify(things.length === 1 ? things[0] : things).replaceAll('<', '\\u003c');
  // biome-ignore lint/security/noDangerouslySetInnerHtml: JSON in which no "<" is left.
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: json }} />;
}
