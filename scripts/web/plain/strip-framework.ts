/** Where a page has something to swap in later, for which it needs the scripts that are taken out. */
export class NotWholeError extends Error {}

const script = /<script\b([^>]*)>[\s\S]*?<\/script>/g;
const scriptLink = /<link\b[^>]*\brel="(?:modulepreload|preload|prefetch)"[^>]*>/g;
// Data for machines (schema.org) is no script, whatever its element is called.
const isData = /\btype="(?:application\/(?:ld\+)?json|text\/plain)"/;

/**
 * The same page without any of the framework's scripts and what serves only them. Throws `NotWholeError` where something
 * would have been filled in by a script: such a page must be sent as it is.
 */
export function stripFramework(html: string): string {
  const plain = html
    .replaceAll(script, (element, attributes: string) => (isData.test(attributes) ? element : ''))
    .replaceAll(scriptLink, (element) => (/\bas="script"|\brel="modulepreload"/.test(element) ? '' : element))
    .replaceAll(/<!--[\s\S]*?-->/g, '')
    .replaceAll('<div hidden=""></div>', '')
    .replaceAll(/ nonce="[^"]*"/g, '')
    .replaceAll(/ data-(?:precedence|dpl-id)="[^"]*"/g, '');
  const left = leftOver.find(([pattern]) => pattern.test(plain));
  if (left) throw new NotWholeError(`the page is not whole without scripts: ${left[1]}`);
  return plain;
}

const leftOver = [
  [/<template\b/, 'a template'],
  [/<[a-z]+ hidden="" id="S:/, 'a part that came later'],
  [/self\.__next_f|\$RC\(|\$RS\(/, 'a script of the framework'],
  [/ id="__next_error__"/, 'nothing but an error for a script'],
  [/^(?![\s\S]*<\/html>\s*$)/, 'no end'],
] as const;
