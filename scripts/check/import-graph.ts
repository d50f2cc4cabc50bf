import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { parseSync } from 'vite';

/** One import: `to` is a path from the root of the project, or the name of a package, or `node:…`. */
export type Import = { from: string; to: string; specifier: string; isTypeOnly: boolean; isOurs: boolean };
export type SourceFile = { path: string; isClient: boolean; imports: Import[]; problems: string[] };

const folders = ['app', 'lib', 'db', 'scripts', 'tests'];

/** Reads every TypeScript and JavaScript file of the project with what it imports. */
export function readImportGraph(root: string): Map<string, SourceFile> {
  const paths = folders.flatMap((folder) =>
    existsSync(join(root, folder))
      ? readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name))
      : [],
  );
  return new Map(
    paths
      .filter((path) => /\.(ts|tsx|js|mjs)$/.test(path) && !path.endsWith('.d.ts'))
      .map((path) => [path, readSource(root, path)]),
  );
}

function readSource(root: string, path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8');
  const { module, errors } = parseSync(path, text);
  const found = [
    ...module.staticImports.map(({ moduleRequest, entries, start, end }) => ({
      specifier: moduleRequest.value,
      // `import type` of a whole statement leaves no entry of a value; an import for its effect has no entries at all.
      isTypeOnly:
        entries.length > 0 ? entries.every(({ isType }) => isType) : /^import\s+type\b/.test(text.slice(start, end)),
    })),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest, isType }) =>
        moduleRequest ? [{ specifier: moduleRequest.value, isTypeOnly: isType }] : [],
      ),
    ),
    ...module.dynamicImports.flatMap(({ moduleRequest }) => {
      const literal = /^['"](.+)['"]$/.exec(text.slice(moduleRequest.start, moduleRequest.end));
      return literal?.[1] ? [{ specifier: literal[1], isTypeOnly: false }] : [];
    }),
  ];
  const problems = errors.map(({ message }) => `cannot be read: ${message}`);
  const imports = found.map(({ specifier, isTypeOnly }): Import => {
    const target = resolveOurs(path, specifier);
    if (target === null) return { from: path, to: packageName(specifier), specifier, isTypeOnly, isOurs: false };
    if (!existsSync(join(root, target)))
      problems.push(`imports ${specifier}, which is not there (extensions are written out)`);
    return { from: path, to: target, specifier, isTypeOnly, isOurs: true };
  });
  return { path, isClient: /^(\s|\/\/.*\n|\/\*[\s\S]*?\*\/)*['"]use client['"]/.test(text), imports, problems };
}

function resolveOurs(from: string, specifier: string): string | null {
  if (/^#(app|lib|db|tests)\//.test(specifier)) return specifier.slice(1);
  return specifier.startsWith('.') ? normalize(join(dirname(from), specifier)) : null;
}

function packageName(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}
