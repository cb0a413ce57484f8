// A Neo4j of its own for tests, from the jars that the Go tests use: a JDK and Maven are needed.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const script = resolve(import.meta.dirname, '../../../tools/neo4j/neo4j.sh');

const freePort = () =>
  new Promise((found, failed) => {
    const server = createServer().on('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => found(port));
    });
  });

/** Starts an empty one. `store` is its address; `stop` ends it, and removes its files. */
export async function startNeo4j() {
  const port = String(await freePort());
  const home = mkdtempSync(join(tmpdir(), 'demarche-neo4j-'));
  execFileSync(script, ['start', port, home], { stdio: ['ignore', 'ignore', 'inherit'] });
  return {
    store: `bolt://127.0.0.1:${port}`,
    stop() {
      execFileSync(script, ['stop', port], { stdio: 'ignore' });
      rmSync(home, { recursive: true, force: true });
    },
  };
}
