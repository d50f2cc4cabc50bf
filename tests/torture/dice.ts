import { createHash } from 'node:crypto';
import { seededRandom } from '#lib/demo/stripe-sandbox/random.ts';

/** Every choice of a run comes from here: the same seed and name give the same row of choices. */
export type Dice = {
  /** From 0 up to, not including, 1. */
  random(): number;
  /** A whole number from 0 up to, not including, `most`. */
  below(most: number): number;
  chance(share: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** Picks a name by its weight. */
  weighed<Name extends string>(weights: Partial<Record<Name, number>>): Name;
  uuid(): string;
};

export function diceOf(seed: number, name: string): Dice {
  const digest = createHash('sha256').update(`${seed} ${name}`).digest();
  const random = seededRandom(digest.readUInt32LE(0));
  const below = (most: number) => Math.floor(random() * most);
  return {
    random,
    below,
    chance: (share) => random() < share,
    pick<T>(list: readonly T[]): T {
      if (list.length === 0) throw new Error('nothing to pick from');
      return list[below(list.length)] as T;
    },
    weighed<Name extends string>(weights: Partial<Record<Name, number>>): Name {
      const entries = Object.entries(weights) as [Name, number][];
      let left = random() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [candidate, weight] of entries) {
        left -= weight;
        if (left < 0) return candidate;
      }
      return (entries.at(-1) as [Name, number])[0];
    },
    uuid() {
      const hex = () =>
        below(2 ** 32)
          .toString(16)
          .padStart(8, '0');
      const text = `${hex()}${hex()}${hex()}${hex()}`;
      return `${text.slice(0, 8)}-${text.slice(8, 12)}-4${text.slice(13, 16)}-a${text.slice(17, 20)}-${text.slice(20)}`;
    },
  };
}
