import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { waitUntilGone } from '#lib/demo/process-facts.ts';

/** A part of the museum that runs as its own process. */
export type Part = {
  /** What the part said when it was ready. */
  ready: Promise<Record<string, unknown>>;
  /** Asks it to drain and end; by force after `withinMs`. */
  stop(withinMs: number): Promise<void>;
  kill(): void;
};

const longestPauseMs = 15_000;

/**
 * Runs a script of ours and starts it again when it ends unasked, with growing pauses. `ready` resolves at its first
 * message over the channel, and rejects when it fails three times before that. The part ends by itself when this process is
 * gone: the channel closes.
 */
export function keepRunning(options: {
  name: string;
  script: string;
  root: string;
  env: Record<string, string | undefined>;
  logFolder: string;
  /** Copies its output to ours as well: where a machine collects it. */
  echo: boolean;
  say: (text: string) => void;
  onStart?: (pid: number) => void;
}): Part {
  const { name, root, say } = options;
  const log = join(options.logFolder, `${name}.log`);
  let child: ChildProcess | undefined;
  let isStopping = false;
  let restart: NodeJS.Timeout | undefined;
  let failures = 0;
  let wasReady = false;
  let lastErrorSaidAt = 0;
  const first = Promise.withResolvers<Record<string, unknown>>();
  first.promise.catch(() => undefined);

  const write = (text: string) => {
    appendFileSync(log, text, { mode: 0o600 });
    if (options.echo) process.stdout.write(text);
    else if (/"level":"(error|fatal)"/.test(text) && Date.now() - lastErrorSaidAt > 10_000) {
      lastErrorSaidAt = Date.now();
      say(`! ${name} reports an error, see ${log}`);
    }
  };
  const begin = () => {
    shorten(log);
    const startedAt = performance.now();
    let tail = '';
    const current = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', '--enable-source-maps', options.script],
      {
        cwd: root,
        env: options.env as NodeJS.ProcessEnv,
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        // Its own process group: Ctrl-C reaches the supervisor alone, which stops the parts in order.
        detached: true,
      },
    );
    child = current;
    if (current.pid) options.onStart?.(current.pid);
    for (const stream of [current.stdout, current.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        tail = `${tail}${text}`.slice(-2000);
        write(text);
      });
    }
    current.on('message', (message) => {
      wasReady = true;
      first.resolve(message as Record<string, unknown>);
    });
    current.once('error', (error) => write(`${error.message}\n`));
    current.once('exit', (code, signal) => {
      if (isStopping) return;
      failures = performance.now() - startedAt > 60_000 ? 1 : failures + 1;
      if (!wasReady && failures >= 3) {
        first.reject(new Error(`${name} does not start (${signal ?? code}), see ${log}:\n${tail.trim()}`));
        return;
      }
      const pauseMs = Math.min(longestPauseMs, 250 * 2 ** failures);
      say(`! ${name} ended unasked (${signal ?? `exit code ${code}`}); starting it again in ${pauseMs / 1000} s`);
      restart = setTimeout(begin, pauseMs);
    });
  };
  begin();

  return {
    ready: first.promise,
    async stop(withinMs) {
      isStopping = true;
      first.reject(new Error(`${name} was stopped`));
      clearTimeout(restart);
      if (!child?.pid || child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      if (!(await waitUntilGone(child.pid, withinMs))) killGroup(child.pid);
    },
    kill() {
      isStopping = true;
      clearTimeout(restart);
      if (child?.pid && child.exitCode === null) killGroup(child.pid);
    },
  };
}

/** Ends a process and all it started, at once. */
export function killGroup(pid: number): void {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, 'SIGKILL');
      return;
    } catch {
      // No such group: the process alone, or nothing, is left.
    }
  }
}

function shorten(log: string): void {
  if ((statSync(log, { throwIfNoEntry: false })?.size ?? 0) > 5_000_000) renameSync(log, `${log}.1`);
}
