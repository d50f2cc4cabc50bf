/** A piece of a page that may stand in it as it is. */
export type Html = { readonly html: string };

type Part = Html | string | number | null | undefined | false | Part[];

/** Builds HTML; every text in it is escaped, for a place between tags as well as for a quoted attribute. */
export function html(texts: TemplateStringsArray, ...parts: Part[]): Html {
  return { html: texts.map((text, index) => text + (index < parts.length ? written(parts[index]) : '')).join('') };
}

function written(part: Part): string {
  if (part === null || part === undefined || part === false) return '';
  if (Array.isArray(part)) return part.map(written).join('');
  if (typeof part === 'object') return part.html;
  return String(part).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
