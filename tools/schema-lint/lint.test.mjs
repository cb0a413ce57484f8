// The contract keeps the rules of graphql-eslint; eslint.config.mjs tells which it does not keep, and why.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { ESLint } from 'eslint';

const here = import.meta.dirname;
const contract = readFileSync(resolve(here, '../../schema.graphqls'), 'utf8');

/** The messages about a schema, each with the name of its rule. */
async function lint(schema) {
  const graphQLConfig = { schema };
  const eslint = new ESLint({ cwd: here, overrideConfig: { languageOptions: { parserOptions: { graphQLConfig } } } });
  const [{ messages }] = await eslint.lintText(schema, { filePath: 'schema.graphqls' });
  return messages.map(({ line, ruleId, message }) => `${line}: ${ruleId ?? ''} ${message}`);
}

test('the contract keeps the rules', async () => assert.deepEqual(await lint(contract), []));

test('the rules find what is wrong', async () => {
  const found = await lint(`${contract}\ntype undescribed { name: String }`);
  for (const rule of ['naming-convention', 'require-description', 'strict-id-in-types', 'no-unreachable-types']) {
    assert.ok(found.some(message => message.includes(rule)), `${rule} is not among ${found}`);
  }
});
