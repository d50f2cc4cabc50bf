import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const folder = (name: string) => fileURLToPath(new URL(`./${name}`, import.meta.url));

// The zone is odd on purpose: whoever reads the machine's clock instead of the museum's is found out.
process.env.TZ = 'Pacific/Chatham';

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['lib/**/*.test.ts', 'app/**/*.test.{ts,tsx}', 'db/**/*.test.ts', 'scripts/**/*.test.ts'],
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['tests/{integration,races,faults}/**/*.test.ts'],
          globalSetup: ['tests/support/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // Each file has its own database; two at a time is what two cores carry.
          maxWorkers: 2,
        },
      },
    ],
    env: { TZ: 'Pacific/Chatham' },
    allowOnly: false,
    passWithNoTests: true,
  },
  resolve: {
    alias: [{ find: /^#(app|lib|db|tests)\//, replacement: `${folder('')}$1/` }],
  },
});
