import type { PlanLevel } from './plan-rooms.ts';

/** Walls are thick, doors are their gaps, what is not the museum's is thin and grey. */
const groundWalls = ['M84 198H10V30H190V88M190 122V198H116', 'M190 82H290M190 128H290', 'M290 82H330V128H290'];
const groundOther = ['M190 30H330V82M190 198H330V128M264 30V82M226 128V198'];
const groundThin = [
  'M84 198V204M116 198V204',
  'M40 30V25M64 30V25M136 30V25M160 30V25M10 64H5M10 88H5M10 140H5M10 164H5',
];

const cells = [130, 170, 210, 250, 290];
const basementWalls = [
  'M10 132V78H109M330 132V30H130V78H140M102 78V44H130M123 78H130',
  ...cells.map((x) => `M${x + 26} 78H${x + 40}V30`),
  ...cells.slice(1).map((x) => `M${x} 78H${x + 10}`),
  'M10 132H26M46 132H200M220 132H330',
  'M10 132V198H140V132M184 132V198H290V132',
];
const basementThin = cells.map((x) => `M${x + 10} 78L${x + 14} 64`);
const basementOther = ['M140 198H184M290 198H330V132M10 78V30H130'];

const stairs = Array.from({ length: 8 }, (_, index) => `M${293 + index * 5} 88V122`);

/** The lines of one level, as the `d` of three SVG paths. The stairs stand at the same place on both. */
export function planLines(level: PlanLevel): { walls: string; thin: string; other: string } {
  const [walls, thin, other] =
    level === 'ground' ? [groundWalls, groundThin, groundOther] : [basementWalls, basementThin, basementOther];
  return { walls: walls.join(''), thin: [...thin, ...stairs].join(''), other: other.join('') };
}

/** The lines of one level, drawn as the style sheet says. */
export function PlanWalls(props: { level: PlanLevel }) {
  const { walls, thin, other } = planLines(props.level);
  return (
    <g>
      <path className="plan-other" d={other} />
      <path className="plan-thin" d={thin} />
      <path className="plan-wall" d={walls} />
    </g>
  );
}
