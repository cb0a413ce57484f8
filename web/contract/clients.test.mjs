// Clients and tools of the field against a real server, as their users set them up.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { ApolloClient, CombinedGraphQLErrors, gql, HttpLink, InMemoryCache } from '@apollo/client/core/index.js';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries/index.js';
import { buildClientSchema, buildSchema, getIntrospectionQuery, lexicographicSortSchema, printSchema, validateSchema } from 'graphql';
import { serverAudits } from 'graphql-http';
import { startServer } from './server.mjs';

let server;

before(async () => {
  server = await startServer();
});

after(() => server?.stop());

// Those that say MUST, SHOULD and MAY alike.
for (const { id, name, fn } of serverAudits({ url: () => server.url })) {
  test(`graphql-http's audit ${id}: ${name}`, async () => {
    const { status, reason } = await fn();
    assert.equal(status, 'ok', reason);
  });
}

test('graphql-js reads the introspection, which says what the schema file says', async () => {
  const everything = { specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true, oneOf: true };
  const response = await fetch(server.url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ query: getIntrospectionQuery(everything) }),
  });
  const { data, errors } = await response.json();
  assert.equal(errors, undefined);
  const introspected = buildClientSchema(data);
  assert.deepEqual(validateSchema(introspected), []);
  const file = await fetch(new URL('/schema.graphqls', server.url));
  const written = buildSchema(await file.text());
  assert.equal(printSchema(lexicographicSortSchema(introspected)), printSchema(lexicographicSortSchema(written)));
  assert.ok(!introspected.getDirective('defer'));
});

/** An Apollo client with persisted queries, and the statuses of what it has sent. */
function apollo(options) {
  const sent = [];
  const link = new PersistedQueryLink({ sha256: text => createHash('sha256').update(text).digest('hex'), ...options }).concat(
    new HttpLink({
      uri: () => server.url,
      fetch: async (url, request) => {
        const response = await fetch(url, request);
        sent.push({ method: request.method, status: response.status, whole: `${url}${request.body}`.includes('description') });
        return response;
      },
    }),
  );
  return { client: new ApolloClient({ cache: new InMemoryCache(), link }), sent };
}

for (const useGETForHashedQueries of [false, true]) {
  const method = useGETForHashedQueries ? 'GET' : 'POST';
  test(`Apollo Client sends a document once, then its hash by ${method}`, async () => {
    const { client, sent } = apollo({ useGETForHashedQueries });
    const query = gql`query By${method}($id: ID!) { actor(id: $id) { id name description } }`;
    for (const [id, name] of [
      ['azerbaijan', 'Azerbaijan'],
      ['russia', 'Russia'],
    ]) {
      const { data } = await client.query({ query, variables: { id } });
      assert.equal(data.actor.name, name);
    }
    assert.deepEqual(sent, [
      { method, status: 400, whole: false },
      { method: 'POST', status: 200, whole: true },
      { method, status: 200, whole: false },
    ]);
  });
}

test('Apollo Client takes errors of requests and of fields for what they are', async () => {
  const { client } = apollo();
  for (const [document, code] of [
    ['{ actor(id: "russia") { nobody } }', 'INVALID'],
    ['{ chain(action: "nobody") { truncated } }', 'NOT_FOUND'],
  ]) {
    await assert.rejects(client.query({ query: gql(document) }), error => {
      assert.ok(CombinedGraphQLErrors.is(error), error);
      assert.equal(error.errors[0].extensions.code, code);
      return true;
    });
  }
});

test('Apollo Client writes with a token, and is told every fault', async () => {
  const link = new HttpLink({ uri: server.url, headers: { Authorization: `Bearer ${server.token}` } });
  const client = new ApolloClient({ cache: new InMemoryCache(), link });
  const mutation = gql`
    mutation Apply($input: ApplyInput!, $seen: Revision) {
      apply(input: $input, ifRevision: $seen) { revision changed { added unchanged } differences { id change fields { name old new } } }
    }
  `;
  const dataset = { id: 'dataset:notes', name: 'Notes', licence: 'CC0-1.0' };
  const input = { dataset, places: [{ id: 'mill', name: 'Mill', within: [{ place: 'baku', evidence: [{ source: 'founding-article' }] }] }] };
  const first = (await client.mutate({ mutation, variables: { input } })).data.apply;
  assert.deepEqual({ ...first.changed }, { __typename: 'ChangeCounts', added: 2, unchanged: 0 });
  const again = (await client.mutate({ mutation, variables: { input, seen: first.revision } })).data.apply;
  assert.deepEqual([again.revision, again.changed.unchanged, again.differences], [first.revision, 2, []]);
  const faults = { dataset, places: [{ id: 'mill', name: 'Mill', within: [{ place: 'bako' }] }, { id: 'tower', country: 'Azerbaijan' }] };
  for (const [variables, codes] of [
    [{ input, seen: first.revision - 1 }, ['CONFLICT']],
    [{ input: faults }, ['no-evidence', 'unknown-id', 'missing-key', 'value']],
  ]) {
    await assert.rejects(client.mutate({ mutation, variables }), error => {
      assert.ok(CombinedGraphQLErrors.is(error), error);
      const told = error.errors.map(({ extensions: { code, rule, path } }) => [path, rule ?? code]);
      assert.deepEqual(told.map(([, code]) => code), codes);
      return true;
    });
  }
  const anonymous = await fetch(server.url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ query: 'mutation { retract(ids: ["mill"], dataset: "notes", reason: "none") { revision } }' }),
  });
  assert.equal(anonymous.status, 401);
});

test('a browser-like fetch gets long answers compressed, and unpacks them', async () => {
  const response = await fetch(new URL('/schema.graphqls', server.url));
  assert.equal(response.headers.get('Content-Encoding'), 'gzip');
  assert.match(await response.text(), /^type Query \{/m);
});
