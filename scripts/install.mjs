// Runs before anything is installed: plain JavaScript for Node 20.9 and newer, built-in modules only.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const stampName = '.museum-installed';

/** Says in a sentence when this Node is too old to begin with, and ends. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 9)) return;
  console.error(`This needs Node 20.9 or newer to begin with; here is ${process.version}. See https://nodejs.org`);
  process.exit(1);
}

/** Installs the packages of package-lock.json unless they are there. Throws with what npm said. */
export async function ensureInstalled(root, say = console.log) {
  const modules = join(root, 'node_modules');
  if (isInstalled(root)) return;
  const total = Object.keys(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages).length;
  const startedAt = Date.now();
  const report = () => {
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    const text = `  installing packages … ${countPackages(modules)} of about ${total}, ${seconds} s`;
    if (process.stdout.isTTY) process.stdout.write(`\r\x1b[2K${text}`);
    else say(text);
  };
  report();
  const timer = setInterval(report, process.stdout.isTTY ? 500 : 10_000);
  try {
    await install(root);
  } finally {
    clearInterval(timer);
    if (process.stdout.isTTY) process.stdout.write('\r\x1b[2K');
  }
  writeFileSync(join(modules, stampName), fingerprint(root));
  say(`✓ packages installed ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
}

/** The pinned Node of this project; everything but the first lines of a script runs on it. */
export function pinnedNode(root) {
  const path = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(path)) return path;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  console.error(
    `The pinned Node is missing (${path}): npm was told not to run install scripts. ` +
      'Allow them (npm config set ignore-scripts false) and remove node_modules, or start with Node 24.',
  );
  process.exit(1);
}

/** Runs a script on the pinned Node, passes signals on, and resolves to its exit code. It ends when this process does. */
export function runPinned(root, args, env = process.env) {
  const child = spawn(pinnedNode(root), ['--disable-warning=ExperimentalWarning', ...args], {
    cwd: root,
    env,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // Killed without a word, npm leaves us behind: then nobody is there to press Ctrl-C any more.
  if (process.env.npm_lifecycle_event) watchNpm(() => child.kill('SIGTERM'));
  return new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}

// npm calls scripts through a shell, which may stay between us: then it is the shell's parent that must live.
function watchNpm(onGone) {
  const parent = process.ppid;
  const shell = /^(sh|dash|bash|ash|busybox|zsh)$/.test(statOf(parent)?.name ?? '');
  const npm = shell ? statOf(parent)?.parent : undefined;
  setInterval(() => {
    if (process.ppid !== parent || (npm !== undefined && statOf(parent)?.parent !== npm)) onGone();
  }, 250).unref();
}

function statOf(pid) {
  try {
    const [, name, parent] = /^\d+ \((.*)\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return { name, parent };
  } catch {
    return undefined;
  }
}

function isInstalled(root) {
  const modules = join(root, 'node_modules');
  const now = fingerprint(root);
  try {
    if (readFileSync(join(modules, stampName), 'utf8') === now) return true;
  } catch {
    // Never installed by us; somebody may have run `npm ci`.
  }
  if (!matchesLock(root)) return false;
  writeFileSync(join(modules, stampName), now);
  return true;
}

// npm notes what it really installed in a lock of its own inside node_modules, written last.
function matchesLock(root) {
  let wanted;
  let present;
  try {
    wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
    present = JSON.parse(readFileSync(join(root, 'node_modules', '.package-lock.json'), 'utf8')).packages;
  } catch {
    return false;
  }
  const same = ([path, { version }]) => wanted[path]?.version === version && existsSync(join(root, path));
  const mayLack = ([path, entry]) =>
    path === '' || path in present || entry.optional || entry.devOptional || entry.peer;
  return Object.entries(present).every(same) && Object.entries(wanted).every(mayLack);
}

function fingerprint(root) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`);
  for (const name of ['package.json', 'package-lock.json', join('node_modules', '.package-lock.json')]) {
    try {
      hash.update(readFileSync(join(root, name)));
    } catch {
      hash.update('absent');
    }
  }
  return hash.digest('hex');
}

function countPackages(modules) {
  try {
    return readdirSync(modules).reduce(
      (count, name) =>
        count + (name.startsWith('@') ? readdirSync(join(modules, name)).length : name.startsWith('.') ? 0 : 1),
      0,
    );
  } catch {
    return 0;
  }
}

async function install(root) {
  const flags = ['--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  try {
    await runNpm(root, ['ci', ...flags]);
  } catch (error) {
    // A lock written where some platform's package was missing is refused by `npm ci`; what it does name still holds.
    if (!error.message.includes('EUSAGE')) throw error;
    await runNpm(root, ['install', '--no-save', ...flags]);
  }
}

function runNpm(root, args) {
  // The npm that called us, else the one on the path.
  const own = process.env.npm_execpath;
  const [file, first] = own?.endsWith('.js') ? [process.execPath, [own]] : ['npm', []];
  const child = spawn(file, [...first, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32' && file === 'npm',
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0
        ? resolve()
        : reject(new Error(`npm ${args[0]} failed (${code}):\n${said.trim().split('\n').slice(0, 20).join('\n')}`)),
    );
  });
}
