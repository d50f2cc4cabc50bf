import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { takeOwnerLock } from '#lib/demo/owner-lock.ts';
import { waitUntilGone } from '#lib/demo/process-facts.ts';

const sources = ['app', 'lib', 'db', 'public', 'next.config.js', 'package.json', 'package-lock.json', 'tsconfig.json'];
const roots = ['proxy.ts', 'instrumentation.ts', 'instrumentation-client.ts'];
// What the web does not contain: a changed test or stand-in asks for no new build.
const left = /(\.test\.tsx?|\.md|\.sql)$|^lib\/demo\/|^db\/(seed|migrations)\//;

/** A word for the state of all sources of the web: same word, same build. */
export function fingerprintSources(root: string): string {
  const hash = createHash('sha256').update(process.version);
  for (const name of [...sources, ...roots]) addTo(hash, root, name);
  return hash.digest('hex').slice(0, 16);
}

function addTo(hash: ReturnType<typeof createHash>, root: string, name: string): void {
  if (left.test(name)) return;
  const path = join(root, name);
  let entries: string[];
  try {
    entries = readdirSync(path).sort();
  } catch {
    if (existsSync(path)) hash.update(`${name}\0`).update(readFileSync(path)).update('\0');
    return;
  }
  for (const entry of entries) addTo(hash, root, `${name}/${entry}`);
}

/**
 * Builds the web unless the sources are those of the last build. Builders of one checkout take turns. Returns the build's id,
 * which the running web needs too.
 */
export async function buildApp(options: {
  root: string;
  env: Record<string, string | undefined>;
  log: (text: string) => void;
  onProgress?: (text: string) => void;
  onStart?: (pid: number) => void;
  signal?: AbortSignal;
}): Promise<string> {
  const { root, signal } = options;
  const distDir = options.env.NEXT_DIST_DIR ?? '.next';
  const stamp = join(root, distDir, 'museum-build.json');
  const buildId = fingerprintSources(root);
  if (readStamp(stamp) === buildId) {
    options.onProgress?.('unchanged');
    return buildId;
  }
  const lockFile = join(root, `node_modules/.museum-build-${distDir.replaceAll('/', '_')}.lock`);
  const lock = await takeTurn(lockFile, options.onProgress, signal);
  try {
    if (readStamp(stamp) === buildId) return buildId;
    rmSync(stamp, { force: true });
    await runBuild({ ...options, env: { ...options.env, MUSEUM_BUILD_ID: buildId } });
    writeFileSync(stamp, JSON.stringify({ buildId }));
    return buildId;
  } finally {
    lock.release();
  }
}

async function takeTurn(file: string, onProgress?: (text: string) => void, signal?: AbortSignal) {
  for (;;) {
    signal?.throwIfAborted();
    const taken = takeOwnerLock(file);
    if (taken.ok) return taken.lock;
    onProgress?.(`waiting for the build of process ${taken.pid}`);
    await waitUntilGone(taken.pid, 500);
  }
}

function readStamp(stamp: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(stamp, 'utf8')) as { buildId: string }).buildId;
  } catch {
    return undefined;
  }
}

async function runBuild(options: Parameters<typeof buildApp>[0]): Promise<void> {
  const { root, env, log, onProgress, onStart, signal } = options;
  const next = join(root, 'node_modules/next/dist/bin/next');
  const child = spawn(process.execPath, [next, 'build'], {
    cwd: root,
    env: { ...env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', CI: '1' } as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  if (child.pid) onStart?.(child.pid);
  const stop = () => child.pid && process.kill(-child.pid, 'SIGKILL');
  signal?.addEventListener('abort', stop, { once: true });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said.push(text);
      log(text);
      const last = text.trim().split('\n').at(-1)?.trim();
      if (last && /^[A-Z▲✓]/.test(last)) onProgress?.(last.replace(/^[▲✓]\s*/, '').slice(0, 60));
    });
  }
  const code = await new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (exitCode, signalName) => resolve(exitCode ?? signalName));
  });
  signal?.removeEventListener('abort', stop);
  signal?.throwIfAborted();
  if (code !== 0)
    throw new Error(`The build failed (${code}):\n${said.join('').trim().split('\n').slice(-40).join('\n')}`);
  onProgress?.('done');
}
