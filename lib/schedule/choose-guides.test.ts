import { describe, expect, it } from 'vitest';
import { chooseGuides, type GuidedVisit } from './choose-guides.ts';

const limits = { toursADay: 3, restMinutes: 20 };
const visit = (startTime: string, changes: Partial<GuidedVisit> = {}): GuidedVisit => {
  const startsAt = new Date(`2026-12-01T${startTime}:00Z`);
  return {
    timeslotId: startTime,
    visitDate: '2026-12-01',
    startsAt,
    endsAt: new Date(startsAt.getTime() + 3_600_000),
    language: 'az',
    guideId: null,
    ...changes,
  };
};
const all = { id: 'all', languages: ['az', 'en', 'ru'] };
const native = { id: 'native', languages: ['az'] };

describe('chooseGuides', () => {
  it('shares the visits of a day among those who are free', () => {
    const { choices } = chooseGuides({
      visits: [visit('10:00'), visit('12:00'), visit('14:00'), visit('16:00')],
      guides: [all, native],
      limits,
    });
    expect(choices.map((choice) => choice.guideId)).toEqual(['all', 'native', 'all', 'native']);
  });

  it.each([
    ['nobody speaks the language', [visit('10:00', { language: 'ru' })], [native]],
    [
      'the only guide leads another visit then',
      [visit('10:00', { guideId: 'native', timeslotId: 'led' }), visit('10:30')],
      [native],
    ],
    [
      'the guide would have less than the rest',
      [visit('10:00', { guideId: 'native', timeslotId: 'led' }), visit('11:15')],
      [native],
    ],
    [
      'the guide has had the day’s number',
      [
        visit('08:00', { guideId: 'native' }),
        visit('10:00', { guideId: 'native' }),
        visit('12:00', { guideId: 'native' }),
        visit('14:00'),
      ],
      [native],
    ],
    ['there is no guide', [visit('10:00')], []],
  ])('leaves a visit without when %s', (_name, visits, guides) => {
    const { choices, withoutGuide } = chooseGuides({ visits, guides, limits });
    expect(choices).toEqual([]);
    expect(withoutGuide).toEqual([visits.at(-1)?.timeslotId]);
  });

  it('asks anybody where there is no language, and again the next day', () => {
    const tomorrow = visit('10:30', {
      visitDate: '2026-12-02',
      startsAt: new Date('2026-12-02T10:30:00Z'),
      endsAt: new Date('2026-12-02T11:30:00Z'),
    });
    const { choices } = chooseGuides({
      visits: [tomorrow, visit('10:00', { language: null })],
      guides: [native],
      limits: { ...limits, toursADay: 1 },
    });
    expect(choices).toEqual([
      { timeslotId: '10:00', guideId: 'native' },
      { timeslotId: '10:30', guideId: 'native' },
    ]);
  });

  it('lets a guide begin again when the rest is over', () => {
    const { choices } = chooseGuides({
      visits: [visit('10:00', { guideId: 'native' }), visit('11:20')],
      guides: [native],
      limits,
    });
    expect(choices).toEqual([{ timeslotId: '11:20', guideId: 'native' }]);
  });

  const day = { startTime: '10:00', endTime: '11:00', productId: 'class' } as const;
  it.each([
    ['is on leave', { ...native, leave: [{ firstDate: '2026-11-30', lastDate: '2026-12-01' }] }, {}],
    ['has a day of the week off', { ...native, hours: [{ weekday: 3, fromTime: '09:00', untilTime: '18:00' }] }, {}],
    ['comes later', { ...native, hours: [{ weekday: 2, fromTime: '10:15', untilTime: '18:00' }] }, {}],
    ['goes before the end', { ...native, hours: [{ weekday: 2, fromTime: '09:00', untilTime: '10:45' }] }, {}],
    ['leads other products', { ...native, productIds: ['tour'] }, {}],
    ['leads nothing that day', { ...native, toursADay: 0 }, {}],
    ['has said no', native, { notGuideIds: ['native'] }],
  ])('passes over whoever %s', (_name, guide, changes) => {
    const visits = [visit('10:00', { ...day, ...changes })];
    expect(chooseGuides({ visits, guides: [guide], limits }).choices).toEqual([]);
    expect(chooseGuides({ visits, guides: [guide, all], limits }).choices).toEqual([
      { timeslotId: '10:00', guideId: 'all' },
    ]);
  });

  it('takes whoever is there, leads the product, and may lead more than the museum says', () => {
    const guide = {
      ...native,
      toursADay: 4,
      productIds: ['class'],
      hours: [{ weekday: 2, fromTime: '10:00', untilTime: '11:00' }],
      leave: [{ firstDate: '2026-12-02', lastDate: '2026-12-09' }],
    };
    const led = ['06:00', '07:30', '14:00'].map((time) => visit(time, { guideId: 'native' }));
    const { choices } = chooseGuides({ visits: [...led, visit('10:00', day)], guides: [guide], limits });
    expect(choices).toEqual([{ timeslotId: '10:00', guideId: 'native' }]);
  });
});
