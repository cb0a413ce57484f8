// Builds the playground from src/ into dist/ (or the folder named). `npm run build` calls it; the tests do too.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '../bundle.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));

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

export const buildPlayground = dist =>
  bundle('playground', here, dist, {
    define: { 'process.env.NODE_ENV': '"production"' },
    alias: { entities: path.join(here, 'src/entities.ts') },
    plugins: [plainStyles, noImagePreview],
  });

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildPlayground(path.join(here, 'dist'));
}
