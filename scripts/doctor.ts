import { readRunning } from '#lib/demo/running-file.ts';
import { examine } from '#lib/reports/doctor.ts';

const dataDir = process.env.DATA_DIR || '.data';
const databaseUrl = process.env.DATABASE_URL || readRunning(dataDir)?.databaseUrl;

if (!databaseUrl) {
  console.error(`No museum runs on ${dataDir}: begin one with npm start, or set DATABASE_URL.`);
  process.exitCode = 2;
} else {
  try {
    process.exitCode = (await examine(databaseUrl, console.log)) === 0 ? 0 : 1;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? ((error as Error).cause as NodeJS.ErrnoException)?.code;
    console.error(`The database could not be examined (${code ?? (error as Error).name}). Is the museum running?`);
    process.exitCode = 2;
  }
}
