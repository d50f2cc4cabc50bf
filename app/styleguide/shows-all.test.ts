import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const app = new URL('../', import.meta.url);

/** What a file of the app imports, directly and through others, as paths from `app`. */
function reachedFrom(start: readonly string[]): Set<string> {
  const reached = new Set<string>();
  const open = [...start];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    const text = readFileSync(new URL(file, app), 'utf8');
    for (const [, path = ''] of text.matchAll(/from '((?:#app\/|\.\.?\/)[^']+\.tsx?)'/g)) {
      open.push(
        path.startsWith('#app/')
          ? path.slice(5)
          : new URL(path, new URL(file, app)).pathname.slice(app.pathname.length),
      );
    }
  }
  return reached;
}

it('the styleguide shows every primitive', () => {
  const shown = reachedFrom(
    readdirSync(new URL('styleguide/', app))
      .filter((file) => file.endsWith('.tsx'))
      .map((file) => `styleguide/${file}`),
  );
  const primitives = readdirSync(new URL('_ui/', app)).filter((file) => file.endsWith('.tsx'));
  expect(primitives.filter((file) => !shown.has(`_ui/${file}`))).toEqual([]);
});
