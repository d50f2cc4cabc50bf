import type { Scene } from './scene.ts';

/** How a guard is switched off, in a throw-away database or in a process of its own, and nowhere else. */
export type Switch =
  | { kind: 'sql'; text: string }
  /** The function loses `find`, which must stand in it: a guard that has moved is noticed. */
  | { kind: 'function'; signature: string; find: string; put: string }
  /** The file is read by the proof's process with `find` exchanged. */
  | { kind: 'source'; file: string; find: string; put: string };

export type Guard = {
  name: string;
  of: 'places' | 'money' | 'admission';
  /** What may not happen. */
  against: string;
  /** The constraints, indexes and triggers of the database's catalogue that this entry answers for: "pool.pool_room". */
  stands: string[];
  off: Switch;
  /** Throws a Breach when what may not happen happened; any other error means that the proof itself is broken. */
  proof: (scene: Scene) => Promise<void>;
};

/** What a guard is against has happened. */
export class Breach extends Error {}

type Words = Pick<Guard, 'of' | 'against' | 'proof'>;

/** A CHECK, a unique or an exclusion constraint. */
export function constraint(table: string, name: string, words: Words): Guard {
  return {
    name,
    stands: [`${table}.${name}`],
    off: { kind: 'sql', text: `alter table ${table} drop constraint ${name}` },
    ...words,
  };
}

/** A unique index that no constraint stands for. */
export function uniqueIndex(table: string, name: string, words: Words): Guard {
  return { name, stands: [`${table}.${name}`], off: { kind: 'sql', text: `drop index ${name}` }, ...words };
}

export function trigger(table: string, name: string, words: Words): Guard {
  return {
    name: `${table}.${name}`,
    stands: [`${table}.${name}`],
    off: { kind: 'sql', text: `alter table ${table} disable trigger ${name}` },
    ...words,
  };
}

/** A predicate or lock within a function of the database. */
export function inFunction(name: string, signature: string, find: string, put: string, words: Words): Guard {
  return { name, stands: [], off: { kind: 'function', signature, find, put }, ...words };
}

/** A predicate of the code. */
export function inSource(name: string, file: string, find: string, put: string, words: Words): Guard {
  return { name, stands: [], off: { kind: 'source', file, find, put }, ...words };
}
