// How a page is built: one script, one style sheet, nothing fetched from elsewhere when it runs, and the same bytes each time.

import { build } from 'esbuild';
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const web = path.dirname(fileURLToPath(import.meta.url));

/** Builds src/ below a folder into dist, which is emptied before; `own` are the settings of esbuild that this page has for itself. */
export async function bundle(name, folder, dist, own) {
  await rm(dist, { recursive: true, force: true });
  await mkdir(dist, { recursive: true });
  const { metafile } = await build({
    absWorkingDir: web,
    entryPoints: { [name]: path.join(folder, 'src/main.tsx') },
    outdir: dist,
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    jsx: 'automatic',
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
    ...own,
  });
  for (const file of ['index.html', 'icon.svg']) {
    await copyFile(path.join(folder, 'src', file), path.join(dist, file));
  }
  await writeFile(path.join(dist, 'licenses.txt'), await licences(metafile));
}

/** The licence of every package that went into a bundle, as the licences themselves ask. */
async function licences({ outputs }) {
  const bundled = Object.values(outputs).flatMap(({ inputs }) => Object.entries(inputs));
  const present = bundled.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([input]) => input);
  const folders = new Set();
  for (const input of present) {
    const found = /^(?:.*:)?(.*node_modules\/(?:@[^/]+\/)?[^/]+)/.exec(input);
    if (found) {
      folders.add(found[1]);
    }
  }
  const holders = new Map(); // licence text → packages under it
  for (const folder of [...folders].sort()) {
    const { name, version, license } = JSON.parse(await readFile(path.join(web, folder, 'package.json'), 'utf8'));
    const file = (await readdir(path.join(web, folder))).find(entry => /^licen[cs]e/i.test(entry));
    const text = file
      ? (await readFile(path.join(web, folder, file), 'utf8')).replace(/\r\n/g, '\n').trim()
      : `Licence: ${license} (the package carries no text of it).`;
    holders.set(text, [...(holders.get(text) ?? []), `${name} ${version}`]);
  }
  const parts = [...holders].map(([text, packages]) => `${packages.join(', ')}\n\n${text}\n`);
  return `The script contains these packages.\n\n${parts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}
