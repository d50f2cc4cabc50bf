import { existsSync, readFileSync } from 'node:fs';

const latin =
  'U+0020-007E, U+00A0-00FF, U+0131, U+0152-0153, U+2013-2014, U+2018-201A, U+201C-201E, U+2022, U+2026, U+20AC, U+2212';
const latinMore = 'U+011E-011F, U+0130, U+015E-015F, U+018F, U+0259';
const cyrillic = 'U+0301, U+0400-045F, U+2116';

const faces = [
  ['Museum Sans', '400 700', 'sans-latin', latin],
  ['Museum Sans', '400 700', 'sans-latin-ext', latinMore],
  ['Museum Sans', '400 700', 'sans-cyrillic', cyrillic],
  ['Museum Serif', '400 600', 'serif-latin', latin],
  ['Museum Serif', '400 600', 'serif-latin-ext', latinMore],
  ['Museum Serif', '400 600', 'serif-cyrillic', cyrillic],
  ['Museum Sign', '400 500', 'manat-400', 'U+20BC'],
  ['Museum Sign', '600 700', 'manat-600', 'U+20BC'],
] as const;

/** The site's own faces, written into the page: it fetches nothing. A face that is not there leaves the system's. */
export const fontFaces = faces
  .map(([family, weight, name, range]) => {
    const file = new URL(`../../../../app/_ui/fonts/${name}.woff2`, import.meta.url);
    if (!existsSync(file)) return '';
    const data = readFileSync(file).toString('base64');
    return `@font-face { font-family: "${family}"; font-weight: ${weight}; src: url(data:font/woff2;base64,${data}) format("woff2"); unicode-range: ${range}; }`;
  })
  .join('\n');
