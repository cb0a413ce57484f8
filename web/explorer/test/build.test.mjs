// What is committed in dist/ and in src/operations.ts is what src/ builds to, and it stays small.

import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { buildExplorer } from '../build.mjs';
import { typedOperations } from '../codegen.mjs';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));

test('operations.ts is what the queries and the schema give (else: npm run build)', async () => {
  assert.equal(await readFile(new URL('../src/operations.ts', import.meta.url), 'utf8'), await typedOperations());
});

test('dist/ is what src/ builds to, byte for byte (else: npm run build)', async t => {
  const built = await mkdtemp(path.join(tmpdir(), 'explorer-'));
  t.after(() => rm(built, { recursive: true }));
  await buildExplorer(built);
  const files = (await readdir(dist)).sort();
  assert.deepEqual(files, (await readdir(built)).sort());
  for (const file of files) {
    const [now, committed] = await Promise.all([built, dist].map(folder => readFile(path.join(folder, file))));
    assert.ok(now.equals(committed), `${file} differs from a fresh build`);
  }
});

test('the script of the first view has at most 60 kB, gzipped', async () => {
  const size = gzipSync(await readFile(path.join(dist, 'explorer.js'))).length;
  assert.ok(size <= 60_000, `${size} bytes`);
});

test('the script and the styles name no source map, and load nothing from anywhere', async () => {
  const [script, styles] = await Promise.all(['explorer.js', 'explorer.css'].map(name => readFile(path.join(dist, name), 'utf8')));
  assert.doesNotMatch(script + styles, /sourceMappingURL/);
  assert.doesNotMatch(styles, /@import|@font-face|url\(/);
  assert.doesNotMatch(script, /\beval\(|new Function\(/);
});
