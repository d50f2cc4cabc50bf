/** The building as drawn: one sheet of 340 × 220 for each level. The codes are those of the museum's spaces. */
export type PlanLevel = 'ground' | 'basement';
export type PlanPoint = readonly [x: number, y: number];
export type PlanRoom = {
  code: string;
  level: PlanLevel;
  /** Its floor, for shading: x, y, width, height. */
  floor: readonly [number, number, number, number];
  /** Where the route stops, and where it leaves the passage. */
  stop: PlanPoint;
  door: PlanPoint;
  /** Where its number and its label stand. */
  number: PlanPoint;
  label: PlanPoint;
};

export const planSize = { width: 340, height: 220 } as const;

export const planRooms: readonly PlanRoom[] = [
  {
    code: 'main-hall',
    level: 'ground',
    floor: [10, 12, 180, 186],
    stop: [100, 105],
    door: [100, 105],
    number: [100, 66],
    label: [100, 82],
  },
  {
    code: 'corridor',
    level: 'ground',
    floor: [190, 82, 100, 46],
    stop: [240, 105],
    door: [240, 105],
    number: [240, 62],
    label: [240, 74],
  },
  {
    code: 'cells',
    level: 'basement',
    floor: [130, 12, 200, 66],
    stop: [230, 60],
    door: [230, 105],
    number: [230, 30],
    label: [230, 44],
  },
  {
    code: 'solitary',
    level: 'basement',
    floor: [102, 44, 28, 34],
    stop: [116, 62],
    door: [116, 105],
    number: [116, 36],
    label: [62, 36],
  },
  {
    code: 'interrogation-room',
    level: 'basement',
    floor: [184, 132, 106, 66],
    stop: [210, 150],
    door: [210, 105],
    number: [244, 160],
    label: [244, 176],
  },
  {
    code: 'shooting-room',
    level: 'basement',
    floor: [10, 132, 130, 66],
    stop: [36, 152],
    door: [36, 105],
    number: [82, 160],
    label: [82, 176],
  },
];

/** Where the visitor comes in, and where the stairs are: at the same place on both levels. */
export const planEntrance: PlanPoint = [100, 208];
export const planStairs: PlanPoint = [310, 105];
