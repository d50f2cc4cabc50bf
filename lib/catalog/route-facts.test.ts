import { describe, expect, it } from 'vitest';
import { summariseRoute } from './route-facts.ts';
import type { AccessFacts } from './values.ts';

const route = (...rooms: AccessFacts[]) => rooms.map((accessFacts, index) => ({ code: `room-${index}`, accessFacts }));

describe('summariseRoute', () => {
  it('adds up the steps and names the hardest of the rest', () => {
    expect(
      summariseRoute(
        route(
          { steps: 0, narrowestCm: 120, light: 'bright', sound: 'quiet', seats: 4 },
          { steps: 18, narrowestCm: 80, light: 'dim', sound: 'recordings', warmth: 'cool' },
          { steps: 3, narrowestCm: 65, light: 'dark', sound: 'quiet', seats: 2 },
        ),
      ),
    ).toEqual({ steps: 21, narrowestCm: 65, darkest: 'dark', hasRecordings: true, seats: 6, warmths: ['cool'] });
  });

  it('counts a room once that is entered twice', () => {
    const hall = { code: 'hall', accessFacts: { steps: 2, seats: 4 } };
    expect(summariseRoute([hall, hall])).toMatchObject({ steps: 2, seats: 4 });
  });

  it.each([
    ['a room says nothing of its steps', route({ steps: 3 }, {})],
    ['there is no room', []],
  ])('leaves the steps open where %s', (_name, stops) => expect(summariseRoute(stops).steps).toBeNull());

  it('says nothing that nobody has measured', () => {
    expect(summariseRoute(route({}))).toEqual({
      steps: null,
      narrowestCm: null,
      darkest: null,
      hasRecordings: false,
      seats: 0,
      warmths: [],
    });
  });
});
