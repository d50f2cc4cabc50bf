// Cuts the letters that az, en and ru need out of the full variable fonts: app/_ui/fonts/*.woff2 (committed, so that a build
// needs no font tool). Run again after a letter is added: `node scripts/subset-fonts.mjs`.
import { readFile, writeFile } from 'node:fs/promises';
import subsetFont from 'subset-font';

const range = (from, to) =>
  Array.from({ length: to - from + 1 }, (_, index) => String.fromCodePoint(from + index)).join('');
// The parts are those of the packages: ç ö ü ı stand in "latin", the rest of Azerbaijani in "latin-ext".
// app/_ui/styles/fonts.css has the same letters in its unicode-range.
const latin = `${range(0x20, 0x7e)}${range(0xa0, 0xff)}ıŒœ–—‘’‚“”„•…‹›⁄€™↑↓−`;
const azerbaijani = 'ƏəĞğİŞş';
const cyrillic = `\u0301${range(0x400, 0x45f)}Ґґ№`;

const files = (family, part) =>
  new URL(`../node_modules/@fontsource-variable/${family}/files/${family}-${part}-wght-normal.woff2`, import.meta.url);

for (const [family, name, weights] of [
  ['source-sans-3', 'sans', { min: 400, max: 700 }],
  ['source-serif-4', 'serif', { min: 400, max: 600 }],
]) {
  for (const [part, letters] of [
    ['latin', latin],
    ['latin-ext', azerbaijani],
    ['cyrillic', cyrillic],
  ]) {
    const subset = await subsetFont(await readFile(files(family, part)), letters, {
      targetFormat: 'woff2',
      variationAxes: { wght: { ...weights, default: 400 } },
    });
    await writeFile(new URL(`../app/_ui/fonts/${name}-${part}.woff2`, import.meta.url), subset);
    console.log(name, part, subset.length);
  }
}

// Neither family has the manat sign; one letter of Noto Sans lends it to both.
for (const weight of [400, 600]) {
  const source = new URL(
    `../node_modules/@fontsource/noto-sans/files/noto-sans-latin-ext-${weight}-normal.woff2`,
    import.meta.url,
  );
  const subset = await subsetFont(await readFile(source), '₼', { targetFormat: 'woff2' });
  await writeFile(new URL(`../app/_ui/fonts/manat-${weight}.woff2`, import.meta.url), subset);
  console.log('manat', weight, subset.length);
}
