// Builds the explorer from src/ into dist/ (or the folder named). `npm run build` calls it; the tests do too.

import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '../bundle.mjs';
import { typedOperations } from './codegen.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));

export async function buildExplorer(dist) {
  await bundle('explorer', here, dist, { jsxImportSource: 'preact' });
  await writeFile(path.join(dist, 'first.json'), await firstQuestion());
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
