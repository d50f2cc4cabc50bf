import { planSize } from './plan-rooms.ts';
import { planLines } from './plan-walls.tsx';

/** The building's two levels side by side as an SVG file of lines alone, for pictures that no style sheet reaches. */
export function planDrawing(ink: string): string {
  const gap = 20;
  const level = (name: 'ground' | 'basement', x: number) => {
    const { walls, thin, other } = planLines(name);
    return `<g transform="translate(${x} 0)" fill="none" stroke="${ink}"><path d="${other}" stroke-width="1" stroke-opacity="0.35"/><path d="${thin}" stroke-width="1"/><path d="${walls}" stroke-width="4" stroke-linecap="square"/></g>`;
  };
  const width = planSize.width * 2 + gap;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${planSize.height}" width="${width}" height="${planSize.height}">${level('ground', 0)}${level('basement', planSize.width + gap)}</svg>`;
}
