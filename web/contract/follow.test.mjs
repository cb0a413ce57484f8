// Clients of the field that follow a real server, while another process writes into its store.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createClient as createSSE } from 'graphql-sse';
import { createClient as createWS } from 'graphql-ws';
import { WebSocket } from 'ws';
import { startServer } from './server.mjs';

let server;

before(async () => {
  server = await startServer();
});

after(() => server?.stop());

const query = 'subscription($since: Revision, $after: String) { changed(since: $since, after: $after, filter: {id: ["kremlin"]}) { cursor id dataset change label } }';

/** What a client gets first, without the cursor, and that cursor. */
async function first(client, payload) {
  for await (const { data, errors } of client.iterate(payload)) {
    assert.equal(errors, undefined);
    const { cursor, ...change } = data.changed;
    return { cursor, change };
  }
}

const clients = {
  'graphql-ws': () => createWS({ url: server.url.replace(/^http/, 'ws'), webSocketImpl: WebSocket, connectionParams: {} }),
  'graphql-sse': () => createSSE({ url: server.url, retryAttempts: 0 }),
};

for (const [name, create] of Object.entries(clients)) {
  test(`${name} follows from a revision, and goes on after a cursor`, async () => {
    const client = create();
    const { cursor, change } = await first(client, { query, variables: { since: 0 } });
    assert.deepEqual(change, { id: 'kremlin', dataset: 'dataset:founding-case', change: 'ADDED', label: 'Kremlin' });
    const next = await first(client, { query: query.replace('["kremlin"]', '[]'), variables: { after: cursor } });
    assert.notEqual(next.change.id, 'kremlin');
    await client.dispose?.();
  });

  test(`${name} gets what another process writes`, async () => {
    const client = create();
    const dataset = `dataset:written-for-${name}`;
    const live = client.iterate({ query: `subscription { changed(filter: {dataset: ["${dataset}"], kind: [ACTOR]}) { id change } }` });
    const heard = live.next();
    await new Promise(begun => setTimeout(begun, 1000)); // a subscription is not acknowledged
    server.load(dataset, name);
    const { value } = await heard;
    assert.deepEqual(value.data.changed, { id: `actor-of-${name}`, change: 'ADDED' });
    await live.return();
    await client.dispose?.();
  });

  test(`${name} asks questions too, and is told what is wrong with one`, async () => {
    const client = create();
    const asked = client.iterate({ query: '{ actor(id: "russia") { name } }' });
    assert.equal((await asked.next()).value.data.actor.name, 'Russia');
    assert.equal((await asked.next()).done, true);
    await assert.rejects(client.iterate({ query: '{ nobody }' }).next());
    await client.dispose?.();
  });
}

test('graphql-ws is told that a token is wrong', async () => {
  const client = createWS({
    url: server.url.replace(/^http/, 'ws'), webSocketImpl: WebSocket, retryAttempts: 0, connectionParams: { authorization: 'Bearer nobody' },
  });
  await assert.rejects(client.iterate({ query: '{ __typename }' }).next(), { code: 4403 });
});
