import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge-stable'];
const elsewhere = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * A browser to test with: the one of CHROMIUM_PATH, the system's, else Debian's package (as root), else Playwright's own.
 * `executablePath` undefined means Playwright's own. Throws with a sentence when none can be had.
 */
export async function findBrowser(): Promise<{ executablePath: string | undefined }> {
  const present = findInstalled();
  if (present) return { executablePath: present };
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    console.log('  installing the package chromium …');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const isInstalled = [
      ['update', '-qq'],
      ['install', '-y', '-qq', '--no-install-recommends', 'chromium'],
    ].every((args) => spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0);
    const path = isInstalled ? findInstalled() : undefined;
    if (path) return { executablePath: path };
    console.log('  the package could not be installed; trying Playwright’s own');
  }
  const { status } = spawnSync(process.execPath, ['node_modules/@playwright/test/cli.js', 'install', 'chromium'], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status === 0) return { executablePath: undefined };
  throw new Error('No browser to test with: install Chromium or Chrome, or set CHROMIUM_PATH to one.');
}

function findInstalled(): string | undefined {
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  return [process.env.CHROMIUM_PATH ?? '', ...onPath, ...elsewhere].find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return path !== '';
    } catch {
      return false;
    }
  });
}
