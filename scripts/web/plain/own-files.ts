import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type PackedPage, packPage } from './pack-page.ts';

/** A file of ours with its name made of what is in it: a browser that has it never asks again. `fonts` are those a sheet names. */
export type OwnFile = { type: string; packed: PackedPage; fonts: string[] };

/** The letters of each language, as the faces are cut (app/_ui/fonts). */
const lettersOf: Record<string, string[]> = { az: ['latin', 'latin-ext'], en: ['latin'], ru: ['latin', 'cyrillic'] };

const chunk = /^[\w.~-]{1,60}$/;
const mostKept = 32;
const sheetPath = /^\/_museum\/css\/([\w.~,-]{1,400})\.css$/;
const sheetLinks = /(?:<link rel="stylesheet" href="\/_next\/static\/chunks\/[\w.~-]+\.css(?:\?[^"]*)?"\/>)+/;

/** The few files that the plain pages bring besides the framework's: one style sheet instead of several, and the one module. */
export function createOwnFiles(options: { distDir: string; modulePath: string }) {
  const module = readFileSync(options.modulePath, 'utf8');
  const moduleHref = `/_museum/visit-${createHash('sha256').update(module).digest('hex').slice(0, 12)}.js`;
  const kept = new Map<string, Promise<OwnFile | null>>([
    [moduleHref, Promise.resolve({ type: 'text/javascript; charset=utf-8', packed: packPage(module), fonts: [] })],
  ]);

  async function readSheet(names: readonly string[]): Promise<OwnFile | null> {
    if (names.length > 12 || new Set(names).size < names.length || !names.every((name) => chunk.test(name)))
      return null;
    try {
      const sheets = await Promise.all(
        names.map((name) => readFile(join(options.distDir, 'static/chunks', `${name}.css`), 'utf8')),
      );
      // What was beside the sheets has to be named from where the new one stands.
      const text = sheets.join('\n').replaceAll(/url\((["']?)\.\.\/media\//g, 'url($1/_next/static/media/');
      return {
        type: 'text/css; charset=utf-8',
        packed: packPage(text.replaceAll(/\/\*#.*?\*\//g, '')),
        fonts: [...text.matchAll(/url\(["']?([^"')]+\.woff2[^"')]*)/g)].map((match) => match[1] ?? ''),
      };
    } catch {
      return null;
    }
  }

  async function find(path: string): Promise<OwnFile | null> {
    const known = kept.get(path);
    if (known) return known;
    const names = sheetPath.exec(path)?.[1]?.split(',');
    const file = names ? await readSheet(names) : null;
    if (file && kept.size < mostKept) kept.set(path, Promise.resolve(file));
    return file;
  }

  // A face counts only if it is there when the page is first drawn.
  const askedAtOnce = (sheet: OwnFile | null, html: string): string => {
    const letters = lettersOf[/<html[^>]* lang="(\w+)"/.exec(html)?.[1] ?? ''] ?? [];
    const fonts = (sheet?.fonts ?? []).filter((font) =>
      letters.some((cut) => new RegExp(`/s\\w+-${cut}\\.`).test(font)),
    );
    return fonts
      .map((font) => `<link rel="preload" as="font" type="font/woff2" crossorigin="" href="${font}"/>`)
      .join('');
  };

  return {
    /** The file at a path under /_museum/, or null. */
    find,
    /** A page's text with the framework's style sheets as one, and with our module. */
    async link(html: string): Promise<string> {
      const links = sheetLinks.exec(html)?.[0] ?? '';
      const names = [...links.matchAll(/chunks\/([\w.~-]+)\.css/g)].map((match) => match[1]);
      const href = `/_museum/css/${names.join(',')}.css`;
      const fonts = links ? askedAtOnce(await find(href), html) : '';
      return html
        .replace(sheetLinks, () => `<link rel="stylesheet" href="${href}"/>${fonts}`)
        .replace('</head>', `<script type="module" src="${moduleHref}"></script></head>`);
    },
    moduleHref,
  };
}
