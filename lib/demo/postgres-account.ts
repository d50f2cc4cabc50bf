import { type SpawnOptions, spawnSync } from 'node:child_process';
import { chownSync, existsSync, readFileSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';

/** How a PostgreSQL program is started: PostgreSQL refuses to run as root, so root lends it another account. */
export type RunAs = {
  /** The command to spawn for a program with its arguments. */
  command(program: string, args: string[]): { file: string; args: string[]; options: SpawnOptions };
  /** Hands a file or folder to that account. */
  give(path: string): void;
};

type Account = { name: string; uid: number; gid: number };

/** Starting as ourselves, for everybody but root. */
const asOurselves: RunAs = {
  command: (file, args) => ({ file, args, options: {} }),
  give: () => undefined,
};

/**
 * Finds out how `postgres` can be run on `folder`. As root: as the owner of the cluster if there is one, else as an account
 * that exists for the purpose. Where that account cannot reach the folder or the program (a clone under /root), it is lent
 * the one capability to pass through other people's folders.
 * Throws with a sentence for a person when neither works.
 */
export function chooseAccount(options: { postgres: string; folder: string; cluster: string }): RunAs {
  const { postgres, folder, cluster } = options;
  const owner = existsSync(cluster) ? statSync(cluster).uid : undefined;
  if (process.getuid?.() !== 0) {
    if (owner !== undefined && process.getuid && owner !== process.getuid()) {
      throw new Error(`The database in ${cluster} belongs to user ${owner}, not to ${userInfo().username}.`);
    }
    return asOurselves;
  }
  const account = findAccount(owner);
  const give = (path: string) => chownSync(path, account.uid, account.gid);
  const direct: RunAs = {
    command: (file, args) => ({ file, args, options: { uid: account.uid, gid: account.gid } }),
    give,
  };
  if (canReach(direct, postgres, folder)) return direct;
  const lent: RunAs = {
    command: (file, args) => ({
      file: 'setpriv',
      args: [
        `--reuid=${account.uid}`,
        `--regid=${account.gid}`,
        '--clear-groups',
        '--inh-caps=+dac_override',
        '--ambient-caps=+dac_override',
        // access(2), by which PostgreSQL looks for its own files, would else ask without the capability.
        '--securebits=+no_setuid_fixup',
        file,
        ...args,
      ],
      options: {},
    }),
    give,
  };
  if (canReach(lent, postgres, folder)) return lent;
  throw new Error(
    `PostgreSQL does not run as root, and the account "${account.name}" cannot reach ${postgres} and ${folder}. ` +
      'Put the project or DATA_DIR where everybody may enter (for example /srv or /var/lib), or start as an ordinary user.',
  );
}

function canReach(runAs: RunAs, postgres: string, folder: string): boolean {
  // The folder is only passed through (the cluster inside it is the account's own), and the program must start.
  const entered = run(runAs, '/bin/sh', ['-c', 'test -x "$0"', folder]);
  return entered && run(runAs, postgres, ['--version']);
}

function run(runAs: RunAs, program: string, programArgs: string[]): boolean {
  const { file, args, options } = runAs.command(program, programArgs);
  const { uid, gid } = options;
  const { status, stderr } = spawnSync(file, args, { cwd: '/', env: plainEnv(), encoding: 'utf8', uid, gid });
  // A program that cannot find its own files says so and ends well all the same.
  return status === 0 && !/invalid binary/.test(stderr);
}

function findAccount(owner: number | undefined): Account {
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ name, uid, gid }) => name !== '' && uid > 0 && gid >= 0);
  if (owner) return accounts.find(({ uid }) => uid === owner) ?? { name: String(owner), uid: owner, gid: owner };
  for (const name of ['postgres', 'nobody', 'daemon']) {
    const account = accounts.find((known) => known.name === name);
    if (account) return account;
  }
  return { name: '65534', uid: 65_534, gid: 65_534 };
}

/** The surroundings of a PostgreSQL program: nobody's PG* variables, plain messages. */
export function plainEnv(): NodeJS.ProcessEnv {
  const { PATH = '', SystemRoot } = process.env;
  return { PATH, SystemRoot, LC_ALL: 'C' } as Record<string, string | undefined> as NodeJS.ProcessEnv;
}
