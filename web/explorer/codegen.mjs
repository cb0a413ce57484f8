// Writes src/operations.ts: each *.graphql file below src/ as a typed document, checked against schema.graphqls.
// `npm run build` calls it; a test says when what is committed is stale.

import { codegen } from '@graphql-codegen/core';
import * as typedDocuments from '@graphql-codegen/typed-document-node';
import * as operations from '@graphql-codegen/typescript-operations';
import { buildSchema, parse } from 'graphql';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const scalars = { ID: 'string', EDTF: 'string', Day: 'string', Revision: 'number', JSON: 'unknown' };

/** The text of src/operations.ts. */
export async function typedOperations() {
  const schema = await readFile(path.join(here, '../../schema.graphqls'), 'utf8');
  const names = (await readdir(path.join(here, 'src'), { recursive: true })).filter(name => name.endsWith('.graphql')).sort();
  const documents = await Promise.all(names.map(async name => {
    const text = await readFile(path.join(here, 'src', name), 'utf8');
    return { location: name, rawSDL: text, document: parse(text) };
  }));
  const config = { scalars, strictScalars: true, documentMode: 'string', enumType: 'string-literal', useTypeImports: true, disableDescriptions: true };
  const text = await codegen({
    filename: 'operations.ts',
    schema: parse(schema),
    schemaAst: buildSchema(schema),
    documents,
    config,
    plugins: [{ operations: {} }, { typedDocuments: {} }],
    pluginMap: { operations, typedDocuments },
  });
  return `// Made by codegen.mjs from the *.graphql files and schema.graphqls; not to be edited.\n${text}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeFile(path.join(here, 'src/operations.ts'), await typedOperations());
}
