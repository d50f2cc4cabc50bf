import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { type PlanLevel, planEntrance, planRooms, planSize } from './plan-rooms.ts';
import { labelLines, routePath } from './plan-route.ts';
import { PlanWalls } from './plan-walls.tsx';

/** A space as the picture needs it: its code, its name in the reader's language, whether one reaches it without steps. */
export type PlanSpace = { code: string; name: string; isStepFree: boolean };

/**
 * The building, drawn by its spaces, with a route through `route` (space codes in order). Rooms on the route are numbered in that
 * order; below 30rem the names stand in the key only. `loads` shades rooms, 0 to 1, for staff. `description` is read out instead
 * of the drawing.
 */
export function PlanPicture(props: {
  id: string;
  spaces: readonly PlanSpace[];
  route: readonly string[];
  words: { title: string; description: string; ground: string; basement: string; stepFree: string };
  loads?: Readonly<Record<string, number>>;
  caption?: ReactNode;
}) {
  const route = props.route.filter((code) => planRooms.some((room) => room.code === code));
  const spaces = new Map(props.spaces.map((space) => [space.code, space]));
  return (
    <figure className="plan" aria-labelledby={`${props.id}-title`}>
      <p className="vh" id={`${props.id}-title`}>
        {props.words.title}. {props.words.description}
      </p>
      <div className="plan-levels" aria-hidden="true">
        {(['ground', 'basement'] as const).map((level) => (
          <div className="plan-level" key={level}>
            <p>{props.words[level]}</p>
            <Level level={level} route={route} spaces={spaces} loads={props.loads} />
          </div>
        ))}
      </div>
      <ol className="plan-key">
        {route.map((code, index) => (
          <li key={code}>
            <b>{index + 1}</b> {spaces.get(code)?.name}
            {spaces.get(code)?.isStepFree ? <span className="soft"> ({props.words.stepFree})</span> : null}
          </li>
        ))}
      </ol>
      {props.caption ? <figcaption>{props.caption}</figcaption> : null}
    </figure>
  );
}

function Level(props: {
  level: PlanLevel;
  route: readonly string[];
  spaces: ReadonlyMap<string, PlanSpace>;
  loads?: Readonly<Record<string, number>>;
}) {
  const rooms = planRooms.filter((room) => room.level === props.level);
  const path = routePath(props.route, props.level);
  return (
    <svg viewBox={`0 0 ${planSize.width} ${planSize.height}`} aria-hidden="true">
      {rooms.map((room) => {
        const [x, y, width, height] = room.floor;
        const load = props.loads?.[room.code] ?? 0;
        return load > 0 ? (
          <rect
            key={room.code}
            className="plan-shade"
            x={x}
            y={y}
            width={width}
            height={height}
            opacity={0.06 + 0.3 * Math.min(1, load)}
          />
        ) : null;
      })}
      <PlanWalls level={props.level} />
      {path ? <path className="plan-route" d={path} /> : null}
      {props.level === 'ground' ? <path className="plan-thin" d={`M${planEntrance[0] - 5} 217l5 -6l5 6`} /> : null}
      {rooms.map((room) => {
        const number = props.route.indexOf(room.code) + 1;
        const space = props.spaces.get(room.code);
        return (
          <g key={room.code}>
            {number > 0 ? (
              <>
                <circle className="plan-stop" cx={room.stop[0]} cy={room.stop[1]} r={4} />
                <text className="plan-number" x={room.number[0]} y={room.number[1]}>
                  {number}
                </text>
              </>
            ) : null}
            <text className={classNames('plan-label', number === 0 && 'plan-off')} x={room.label[0]} y={room.label[1]}>
              {labelLines(space?.name ?? '', room.isLabelOneLine ? 99 : undefined).map((line, index) => (
                <tspan key={line} x={room.label[0]} dy={index === 0 ? 0 : 12}>
                  {line}
                </tspan>
              ))}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
