// What is committed in dist/ is what src/ builds to: the same bytes, whoever builds it and however often.

import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { buildPlayground } from '../build.mjs';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const files = ['icon.svg', 'index.html', 'licenses.txt', 'playground.css', 'playground.js'];

test('dist/ holds the page, one script, one style sheet, an icon and the licences', async () => {
  assert.deepEqual((await readdir(dist)).sort(), files);
});

test('dist/ is what src/ builds to, byte for byte (else: npm run build)', async t => {
  const built = await mkdtemp(path.join(tmpdir(), 'playground-'));
  t.after(() => rm(built, { recursive: true }));
  await buildPlayground(built);
  for (const file of files) {
    const [now, committed] = await Promise.all([built, dist].map(folder => readFile(path.join(folder, file))));
    assert.ok(now.equals(committed), `${file} differs from a fresh build`);
  }
});

test('the script and the styles name no source map, and load no font and no style from anywhere', async () => {
  const script = await readFile(path.join(dist, 'playground.js'), 'utf8');
  const styles = await readFile(path.join(dist, 'playground.css'), 'utf8');
  assert.doesNotMatch(script + styles, /sourceMappingURL/);
  assert.doesNotMatch(styles, /@import|@font-face|url\(/);
  assert.doesNotMatch(script, /\beval\(|new Function\(|\bimport\(/);
});

test('the page stays small: at most 1.15 MB before compression', async () => {
  const sizes = await Promise.all(files.map(async file => (await readFile(path.join(dist, file))).length));
  const total = sizes.reduce((sum, size) => sum + size);
  assert.ok(total <= 1_150_000, `${total} bytes`);
});
