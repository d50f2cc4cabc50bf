import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findFreePort, freePortFrom } from '#lib/demo/free-port.ts';

const firstChoice = { postgres: 54_320, sandbox: 4242, bank: 4250, mailbox: 8025, smtp: 2525 };
export type StandInPorts = Record<keyof typeof firstChoice, number>;

/**
 * Ports for the stand-ins, the same at every start while they are free: links to the mailbox and to pages of the sandbox
 * stay good. With `anyFree` (tests) whatever is free.
 */
export async function chooseStandInPorts(dataDir: string, anyFree: boolean): Promise<StandInPorts> {
  const file = join(dataDir, 'ports.json');
  const wished = { ...firstChoice, ...read(file) };
  const ports = { ...wished };
  const taken = new Set<number>();
  for (const name of Object.keys(firstChoice) as (keyof StandInPorts)[]) {
    let port = anyFree ? await findFreePort() : await freePortFrom(wished[name]);
    while (taken.has(port)) port = anyFree ? await findFreePort() : await freePortFrom(port + 1);
    taken.add(port);
    ports[name] = port;
  }
  writeFileSync(file, `${JSON.stringify(ports)}\n`);
  return ports;
}

function read(file: string): Partial<StandInPorts> {
  try {
    const ports = JSON.parse(readFileSync(file, 'utf8')) as Partial<StandInPorts>;
    return Object.fromEntries(
      Object.entries(ports).filter(([name, port]) => name in firstChoice && Number.isInteger(port)),
    );
  } catch {
    return {};
  }
}
