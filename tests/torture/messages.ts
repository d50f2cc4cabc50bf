import type { CrashPoint } from '#lib/platform/crash-point.ts';

/** What the coordinator tells a process of the museum. */
export type Order =
  | { kind: 'call'; id: number; op: string; input: unknown }
  | { kind: 'arm'; points: CrashPoint[] }
  | { kind: 'disarm' };

/** `threw`: what a visitor would see as the calm page for a fault of ours. */
export type Answer =
  | { kind: 'answered'; value: unknown }
  | { kind: 'threw'; state: string | null; code: string | null; message: string };

/** What a process tells the coordinator. */
export type Told = { kind: 'ready' } | { kind: 'done'; id: number; answer: Answer };
