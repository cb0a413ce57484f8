// Builds the explorer from src/ into dist/ (or the folder named): one script, one style sheet, nothing fetched from elsewhere when it
// runs, and the same bytes each time. `npm run build` calls it; the tests do too.

import { build } from 'esbuild';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { licences } from '../licences.mjs';
import { typedOperations } from './codegen.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));

export async function buildExplorer(dist) {
  await rm(dist, { recursive: true, force: true });
  await mkdir(dist, { recursive: true });
  const { metafile } = await build({
    absWorkingDir: path.dirname(here),
    entryPoints: { explorer: path.join(here, 'src/main.tsx') },
    outdir: dist,
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  });
  for (const file of ['index.html', 'icon.svg']) {
    await copyFile(path.join(here, 'src', file), path.join(dist, file));
  }
  await writeFile(path.join(dist, 'first.json'), await firstQuestion());
  await writeFile(path.join(dist, 'licenses.txt'), await licences(metafile));
}

/** What the first view asks, for the server to answer within the page. */
async function firstQuestion() {
  const [query, variables] = await Promise.all(['ladder.graphql', 'first.json'].map(name => readFile(path.join(here, 'src/ladder', name), 'utf8')));
  return JSON.stringify({ operationName: 'Ladder', query, variables: JSON.parse(variables) });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeFile(path.join(here, 'src/operations.ts'), await typedOperations());
  await buildExplorer(path.join(here, 'dist'));
}
