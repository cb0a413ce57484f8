// A stand-in for `demarche serve`, for tests: the built page, examples.json, and a small GraphQL API with made-up data.
// By hand: `npm run mock`, then open the address it prints.

import { buildSchema, graphql } from 'graphql';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));

const schema = buildSchema(`
  "What happened, who did it, and what answered it. This schema is a stand-in for tests."
  type Query {
    "Who responded to whom, and **how**: one row for each act that answers another."
    responses(filter: ResponseFilter, first: Int = 20): ResponseConnection!
    "One actor, or null when there is none of that id."
    actor(id: ID!): Actor
    "Answers after \`delay\` milliseconds."
    slow(delay: Int!): String
    "Whether a token came with the request, and which."
    whoAmI: String
    actors: [Actor!]! @deprecated(reason: "Use actor.")
  }
  input ResponseFilter {
    "Acting for."
    by: [ID!]
    mode: [Mode!]
    legacy: String @deprecated(reason: "Use mode.")
  }
  "How one act answers another."
  enum Mode { "Answers in kind." RETALIATE CONDEMN DENY CONCILIATE }
  "The two are never mixed."
  enum Basis { "The source says it." EXPLICIT "A reader concludes it." INFERRED }
  type ResponseConnection { nodes: [Response!]! totalCount: Int! }
  "One act that answers another."
  type Response { id: ID! mode: Mode! basis: Basis! delayDays: Int note: String responders: [Actor!]! provokers: [Actor!]! response: Action! trigger: Action! }
  type Action { id: ID! title: String! date: String evidence: [Evidence!]! }
  type Evidence { source: Source! quote: String! }
  type Source { id: ID! title: String! url: String }
  "Someone who can act."
  type Actor { id: ID! name: String! aliases: [String!]! }
`);

const evidence = [
  {
    source: { id: 'test-source', title: 'A document for tests', url: 'http://picture.example/front-page.png' },
    quote: 'The ministry of the first state called the measure “unacceptable” and said that an answer would follow.',
  },
];
const first = { id: 'first-state', name: 'First State', aliases: ['Первое государство', 'Birinci dövlət'] };
const second = { id: 'second-state', name: 'Second State', aliases: [] };
const modes = ['RETALIATE', 'CONDEMN', 'DENY', 'CONCILIATE', 'CONDEMN', 'RETALIATE'];
const responses = modes.map((mode, index) => ({
  id: `RESPONDS_TO:act-${index + 1}:act-${index}`,
  mode,
  basis: index % 3 ? 'EXPLICIT' : 'INFERRED',
  delayDays: index === 2 ? null : index,
  note: index ? null : 'The answer names the act it answers.',
  responders: [index % 2 ? first : second],
  provokers: [index % 2 ? second : first],
  response: { id: `act-${index + 1}`, title: `Answer number ${index + 1}`, date: `2020-01-0${index + 2}`, evidence },
  trigger: { id: `act-${index}`, title: `Act number ${index}`, date: `2020-01-0${index + 1}`, evidence },
}));

export const examples = [
  {
    name: 'who-responded',
    title: 'Who responded to whom, and how?',
    query: `query WhoResponded {
  responses(first: 10) {
    totalCount
    nodes {
      responders { name }
      mode
      provokers { name }
      delayDays
      basis
      response { title date evidence { quote source { title url } } }
      trigger { title date }
    }
  }
}
`,
    variables: '{}',
    note: 'One row for each answer: who gave it, in what mode, to whose act, and after how many days. INFERRED rows are concluded, not stated.',
  },
  {
    name: 'one-side',
    title: 'How did one side answer?',
    query: `query OneSide($by: [ID!]) {
  responses(filter: { by: $by }) {
    nodes { mode response { title } }
  }
}
`,
    variables: '{\n  "by": ["first-state"]\n}',
    note: 'The variables pane holds the id of the side asked about. Put another id there and run it again.',
  },
  {
    name: 'one-actor',
    title: 'Under what other names is an actor known?',
    query: 'query OneActor {\n  actor(id: "first-state") { name aliases }\n}\n',
    variables: '',
    note: '',
  },
];

const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };

/**
 * Serves the page at PREFIX/playground/, or in another `folder` of PREFIX/, and the API at PREFIX/graphql.
 *
 * `offered` is what examples.json holds, or null for a server without it. `csp` is sent as the Content-Security-Policy.
 * `seen` collects every request: method, path, headers, and the GraphQL body as an object.
 */
export async function startMock({ prefix = '', folder = 'playground/', port = 0, offered = examples, csp = '', breakAPI = false } = {}) {
  const seen = [];
  const home = `${prefix}/${folder}`;
  const server = createServer((request, response) => {
    answer(request, response).catch(error => {
      response.writeHead(500).end(String(error));
    });
  });

  async function answer(request, response) {
    const { pathname } = new URL(request.url, 'http://localhost');
    const record = { method: request.method, path: pathname, headers: request.headers, aborted: false };
    seen.push(record);
    response.on('close', () => (record.aborted = !response.writableFinished));
    const send = (status, type, body) => {
      response.writeHead(status, {
        'Content-Type': `${type}; charset=utf-8`,
        ...(csp && { 'Content-Security-Policy': csp }),
      });
      response.end(body);
    };

    if (pathname === `${prefix}/graphql` && request.method === 'POST') {
      const chunks = [];
      for await (const chunk of request) {
        chunks.push(chunk);
      }
      record.body = JSON.parse(Buffer.concat(chunks));
      if (breakAPI) {
        return send(502, 'text/html', '<h1>Bad gateway</h1>');
      }
      const { query: source, variables: variableValues, operationName } = record.body;
      const rootValue = {
        responses: ({ filter, first: limit }) => {
          const found = responses.filter(({ responders }) => filter?.by?.includes(responders[0].id) ?? true);
          return { nodes: found.slice(0, limit), totalCount: found.length };
        },
        actor: ({ id }) => [first, second].find(actor => actor.id === id),
        actors: [first, second],
        slow: ({ delay }) => new Promise(done => setTimeout(done, delay, 'at last')),
        whoAmI: request.headers.authorization ?? null,
      };
      const result = await graphql({ schema, source, rootValue, variableValues, operationName });
      return send(200, 'application/graphql-response+json', JSON.stringify(result));
    }
    if (pathname === `${home}examples.json`) {
      return offered ? send(200, 'application/json', JSON.stringify(offered)) : send(404, 'text/plain', 'Not found');
    }
    const file = pathname.slice(home.length) || 'index.html';
    if (pathname.startsWith(home) && /^[\w.-]+$/.test(file)) {
      const body = await readFile(path.join(dist, file)).catch(() => null);
      return body ? send(200, types[path.extname(file)] ?? 'text/plain', body) : send(404, 'text/plain', 'Not found');
    }
    return send(404, 'text/plain', 'Not found');
  }

  await new Promise(listening => server.listen(port, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${server.address().port}${home}`;
  const close = () =>
    new Promise(closed => {
      server.close(closed);
      server.closeAllConnections();
    });
  return { url, seen, close };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { url } = await startMock({ port: Number(process.env.PORT ?? 0) });
  console.log(`Playground with made-up data at ${url}`);
}
