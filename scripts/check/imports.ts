import { basename } from 'node:path';
import { type Import, readImportGraph, type SourceFile } from './import-graph.ts';
import { isServerOnly, judgeImport } from './import-rules.ts';

const graph = readImportGraph(process.cwd());
const problems = [
  ...[...graph.values()].flatMap((file) => file.problems.map((problem) => `${file.path} ${problem}`)),
  ...[...graph.values()].flatMap((file) => file.imports.flatMap(judge)),
  ...[...graph.keys()].flatMap(judgeName),
  ...[...graph.values()].filter(({ isClient }) => isClient).flatMap(findServerCode),
  ...findCycles(),
];
for (const problem of problems) console.error(problem);
console.log(`${graph.size} files, ${problems.length} import problems`);
process.exitCode = problems.length > 0 ? 1 : 0;

function judge(found: Import): string[] {
  const verdict = judgeImport(found);
  return verdict ? [`${found.from} imports ${found.specifier}: ${verdict}`] : [];
}

function judgeName(path: string): string[] {
  const name = basename(path).replace(/\..*$/, '');
  if (!/^(utils?|helpers?|index|services?|managers?|misc|common)$/.test(name)) return [];
  return [`${path}: a file is named by what it does; "${name}" says nothing`];
}

// What a client component draws in at run time, however far away, is sent to the browser.
function findServerCode(client: SourceFile): string[] {
  const seen = new Set<string>();
  const walk = (path: string, trail: string[]): string[] => {
    if (seen.has(path)) return [];
    seen.add(path);
    return (graph.get(path)?.imports ?? [])
      .filter(({ isTypeOnly }) => !isTypeOnly)
      .flatMap((next) => {
        if (isServerOnly(next))
          return [`${client.path} would send ${next.specifier} to the browser (${[...trail, path].join(' → ')})`];
        // A server action is called from the browser, not sent to it.
        return next.isOurs && !/actions?\.ts$/.test(next.to) ? walk(next.to, [...trail, path]) : [];
      });
  };
  return walk(client.path, []);
}

function findCycles(): string[] {
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (path: string, trail: string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) {
      found.push(`import cycle: ${[...trail.slice(at), path].join(' → ')}`);
      return;
    }
    if (done.has(path)) return;
    for (const { to, isOurs, isTypeOnly } of graph.get(path)?.imports ?? []) {
      if (isOurs && !isTypeOnly) walk(to, [...trail, path]);
    }
    done.add(path);
  };
  for (const path of graph.keys()) walk(path, []);
  return found;
}
