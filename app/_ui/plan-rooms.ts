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
  isLabelOneLine?: boolean;
};

export const planSize = { width: 340, height: 220 } as const;

export const planRooms: readonly PlanRoom[] = [
  {
    code: 'main-hall',
    level: 'ground',
    floor: [10, 30, 180, 168],
    stop: [100, 105],
    door: [100, 105],
    number: [100, 70],
    label: [100, 86],
  },
  {
    code: 'corridor',
    level: 'ground',
    floor: [190, 82, 100, 46],
    stop: [240, 105],
    door: [240, 105],
    number: [240, 60],
    label: [240, 74],
  },
  {
    code: 'cells',
    level: 'basement',
    floor: [130, 30, 200, 48],
    stop: [228, 64],
    door: [228, 105],
    number: [190, 60],
    label: [230, 22],
    isLabelOneLine: true,
  },
  {
    code: 'solitary',
    level: 'basement',
    floor: [102, 44, 28, 34],
    stop: [116, 64],
    door: [116, 105],
    number: [92, 62],
    label: [48, 55],
  },
  {
    code: 'interrogation-room',
    level: 'basement',
    floor: [184, 132, 106, 66],
    stop: [210, 150],
    door: [210, 105],
    number: [246, 158],
    label: [246, 173],
  },
  {
    code: 'shooting-room',
    level: 'basement',
    floor: [10, 132, 130, 66],
    stop: [36, 150],
    door: [36, 105],
    number: [84, 158],
    label: [84, 173],
  },
];

/** Where the visitor comes in, and where the stairs are: at the same place on both levels. */
export const planEntrance: PlanPoint = [100, 208];
export const planStairs: PlanPoint = [310, 105];
