// Builds the playground from src/ into dist/ (or the folder named): one script, one style sheet, nothing fetched from
// elsewhere when it runs, and the same bytes each time. `npm run build` calls it; the tests do too.

import { build } from 'esbuild';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { licences } from '../licences.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const web = path.dirname(here);

/** GraphiQL's styles without the fonts (375 kB) and bitmaps they carry as data: URLs, which a strict CSP refuses too. */
const plainStyles = {
  name: 'plain-styles',
  setup({ onLoad }) {
    onLoad({ filter: /@graphiql[\\/].*\.css$/ }, async ({ path: file }) => {
      const css = await readFile(file, 'utf8');
      const contents = css
        .replace(/@font-face\s*\{[^}]*\}/g, '')
        .replace(/background-image:\s*url\("data:[^"]*"\);?/g, '');
      return { contents, loader: 'css' };
    });
  },
};

/** GraphiQL fetches an image when the pointer rests on its address in an answer: it would tell outsiders what is read. */
const noImagePreview = {
  name: 'no-image-preview',
  setup({ onLoad }) {
    onLoad({ filter: /image-preview\.js$/ }, () => ({
      contents: 'export const ImagePreview = Object.assign(() => null, { shouldRender: () => false });',
    }));
  },
};

export async function buildPlayground(dist) {
  const { metafile } = await build({
    absWorkingDir: web,
    entryPoints: { playground: path.join(here, 'src/main.tsx') },
    outdir: dist,
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    alias: { entities: path.join(here, 'src/entities.ts') },
    plugins: [plainStyles, noImagePreview],
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  });
  for (const file of ['index.html', 'icon.svg']) {
    await copyFile(path.join(here, 'src', file), path.join(dist, file));
  }
  await writeFile(path.join(dist, 'licenses.txt'), await licences(metafile));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const dist = path.join(here, 'dist');
  await rm(dist, { recursive: true, force: true });
  await mkdir(dist, { recursive: true });
  await buildPlayground(dist);
}
