import { defineConfig, devices } from '@playwright/test';

const executablePath = process.env.CHROMIUM_PATH || undefined;

// One museum for all journeys, opened by the global set-up; each journey takes its own places in it.
export default defineConfig({
  testDir: 'tests/e2e',
  globalSetup: './tests/support/open-museum.ts',
  outputDir: 'test-results',
  workers: 2,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ? [['list'], ['json']] : [['list']],
  use: {
    ...devices['Desktop Chrome'],
    baseURL: process.env.MUSEUM_URL ?? 'http://localhost:3000',
    locale: 'az',
    // A visitor abroad: whatever time a page shows, it must be the museum's.
    timezoneId: 'America/St_Johns',
    // Traces would cost a fifth of the time: `--trace on` when a failure is looked into.
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-gpu',
        '--disable-quic',
        '--disable-dev-shm-usage',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
