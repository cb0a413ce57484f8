// A real `demarche serve` for tests, on a store of its own that holds the founding case. DEMARCHE names the binary; without it,
// it is the one that `make build` makes.

import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const binary = process.env.DEMARCHE || resolve(import.meta.dirname, '../../bin/demarche');

/** Starts a server on a SQLite store; `flags` are those of serve. See startOn for what it gives. */
export const startServer = (...flags) => startOn({ flags });

/**
 * Starts a server on a store, a new file unless one is named, that `data` is loaded into: names of datasets that come with Demarche, or
 * folders. `url` is its GraphQL endpoint, `token` may write. `load` loads an actor of a dataset into its store from another process. `stop`
 * ends it, and removes its folder.
 */
export async function startOn({ store, data = ['founding-case'], flags = [] } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'demarche-'));
  store ??= `sqlite:${join(folder, 'store.db')}`;
  const tokens = join(folder, 'tokens.txt');
  if (data.length) {
    execFileSync(binary, ['seed', '--store', store, ...data]);
  }
  const made = ['token', 'create', '--tokens', tokens, '--scope', 'write', '--name', 'ada'];
  const token = execFileSync(binary, made, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  const server = spawn(binary, ['serve', '--addr', '127.0.0.1:0', '--store', store, '--tokens', tokens, ...flags], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise(ended => server.once('exit', ended));
  const stop = async () => {
    server.kill();
    await ended;
    rmSync(folder, { recursive: true });
  };
  const load = (id, name) => {
    const dataset = join(folder, name);
    mkdirSync(dataset);
    writeFileSync(join(dataset, 'dataset.yaml'), `id: ${id}\nname: Of ${name}\nversion: "1"\nlicence: CC0-1.0\n`);
    writeFileSync(join(dataset, 'actors.yaml'), `actors: [{id: actor-of-${name}, name: Actor of ${name}, kind: GROUP}]\n`);
    execFileSync(binary, ['seed', '--store', store, dataset]);
  };
  for await (const line of createInterface({ input: server.stdout })) {
    const [, url] = /^GraphQL: +(\S+)/.exec(line) ?? [];
    if (url) {
      server.stdout.resume();
      return { url, load, stop, token };
    }
  }
  await stop();
  throw new Error(`${binary} ended before it served`);
}
