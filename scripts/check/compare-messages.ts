import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser';

export type Words = { [key: string]: string | Words };

/** All texts of a message file with their dotted keys. */
export function flattenWords(words: Words, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(words).flatMap(([key, value]) =>
      typeof value === 'string' ? [[`${prefix}${key}`, value] as const] : [...flattenWords(value, `${prefix}${key}.`)],
    ),
  );
}

/** Compares one room's words across languages: keys, arguments, and the plural forms each language has. */
export function compareMessages(room: string, wordsOf: Record<string, Words>): string[] {
  const flat = Object.entries(wordsOf).map(([locale, words]) => ({ locale, texts: flattenWords(words) }));
  const keys = new Set(flat.flatMap(({ texts }) => [...texts.keys()]));
  return [...keys].flatMap((key) => {
    const problems: string[] = [];
    const argumentsOf = new Map<string, string>();
    for (const { locale, texts } of flat) {
      const at = `${locale}/${room}.json ${key}`;
      const text = texts.get(key);
      if (text === undefined) problems.push(`${at} is missing`);
      else if (text.trim() === '') problems.push(`${at} is empty`);
      else {
        try {
          const elements = parse(text, { captureLocation: false });
          argumentsOf.set(locale, [...argumentNames(elements)].sort().join(', '));
          problems.push(...missingForms(elements, locale).map((problem) => `${at} ${problem}`));
        } catch (error) {
          problems.push(`${at} is not a message: ${error instanceof Error ? error.message : error}`);
        }
      }
    }
    if (new Set(argumentsOf.values()).size > 1) {
      const said = [...argumentsOf].map(([locale, names]) => `${locale} {${names}}`).join(', ');
      problems.push(`${room}.json ${key} takes different arguments: ${said}`);
    }
    return problems;
  });
}

function argumentNames(elements: MessageFormatElement[]): Set<string> {
  const names = new Set<string>();
  for (const element of elements) {
    if (element.type === TYPE.literal || element.type === TYPE.pound) continue;
    names.add(element.type === TYPE.tag ? `<${element.value}>` : element.value);
    for (const name of argumentNames(childrenOf(element))) names.add(name);
  }
  return names;
}

function missingForms(elements: MessageFormatElement[], locale: string): string[] {
  return elements.flatMap((element) => {
    const inner = missingForms(childrenOf(element), locale);
    if (element.type !== TYPE.plural) return inner;
    const wanted = new Intl.PluralRules(locale, { type: element.pluralType ?? 'cardinal' }).resolvedOptions()
      .pluralCategories;
    const missing = wanted.filter((form) => !(form in element.options));
    return missing.length ? [`{${element.value}} lacks the plural forms ${missing.join(', ')}`, ...inner] : inner;
  });
}

function childrenOf(element: MessageFormatElement): MessageFormatElement[] {
  if (element.type === TYPE.tag) return element.children;
  if (element.type === TYPE.plural || element.type === TYPE.select) {
    return Object.values(element.options).flatMap(({ value }) => value);
  }
  return [];
}
