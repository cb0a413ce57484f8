// The built page in a real Chromium, which can reach nothing but this machine: CHROMIUM names it, /usr/bin/chromium
// otherwise. Without a Chromium these tests fail; they are never skipped.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { examples, startMock } from './mock-server.mjs';

const strict = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const desktop = { viewport: { width: 1280, height: 800 } };
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

let browser;

before(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: [
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });
});

after(() => browser?.close());

/**
 * Opens the playground as a first visitor. `trouble` gathers what should not be: console errors, page errors, failed
 * requests, and requests to anywhere but the server; every test ends by finding it empty unless it says `mayFail`.
 */
async function visit(t, { device = desktop, scheme = 'light', server = {}, hash = '', prepare, mayFail = false } = {}) {
  const mock = await startMock({ csp: strict, ...server });
  const context = await browser.newContext({ ...device, colorScheme: scheme });
  const page = await context.newPage();
  if (prepare) {
    await page.addInitScript(prepare);
  }
  const trouble = [];
  page.on('console', message => {
    if (['error', 'warning'].includes(message.type())) {
      trouble.push(`console: ${message.text()}`);
    }
  });
  page.on('pageerror', error => trouble.push(`page: ${error.message}`));
  page.on('requestfailed', request => trouble.push(`failed: ${request.url()}`));
  page.on('request', request => {
    if (!request.url().startsWith(new URL('/', mock.url).href)) {
      trouble.push(`elsewhere: ${request.url()}`);
    }
  });
  t.after(async () => {
    await context.close();
    await mock.close();
    if (!mayFail) {
      assert.deepEqual(trouble, []);
    }
  });
  await page.goto(`${mock.url}#${hash}`);
  await page.locator('.query .CodeMirror').waitFor();
  await page.locator('.panel').waitFor();
  return { page, mock, trouble };
}

test('an earlier state of a store is named in the header, and nothing is where there is none', async t => {
  const { page, mock } = await visit(t);
  await page.locator('.brand').waitFor();
  assert.equal(await page.locator('.recorded').count(), 0);
  await page.route(mock.url, async route => {
    const response = await route.fetch();
    const text = (await response.text()).replace('name="recorded" content=""', 'name="recorded" content="as of revision 2"');
    await route.fulfill({ response, body: text });
  });
  await page.reload();
  await page.getByText('as of revision 2').waitFor();
});

const contents = (page, part) => page.locator(`${part} .CodeMirror`).evaluate(editor => editor.CodeMirror.getValue());

/** Waits until what `look` finds satisfies `wanted`, and gives it: a busy machine may take its time. */
async function eventually(look, wanted) {
  for (const end = Date.now() + 20000; ; ) {
    const found = await look();
    if (wanted(found)) {
      return found;
    }
    assert.ok(Date.now() < end, `waited for ${wanted}, found ${JSON.stringify(found)}`);
    await new Promise(resolve => setTimeout(resolve, 25));
  }
}

/** Waits until the answer's text is like `pattern`, and gives it. */
function answer(page, pattern) {
  return eventually(
    () => contents(page, '.answer'),
    Object.assign(text => pattern.test(text), { toString: () => `an answer like ${pattern}` }),
  );
}

/** Waits until the page has stored a tab that holds `query`, which it does half a second after a change. */
function stored(page, query) {
  return eventually(
    () => page.evaluate(() => JSON.stringify(localStorage)),
    text => text.includes(query),
  );
}

async function type(page, query) {
  await page.locator('.query .CodeMirror').click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(query);
}

const queries = mock => mock.seen.filter(({ body }) => body && body.operationName !== 'IntrospectionQuery');
/** Without that of the first example, which the first visit runs. */
const later = mock => queries(mock).filter(({ body }) => body.operationName !== 'WhoResponded');
const example = (page, title) => page.locator('.example', { hasText: title });
const tabs = page => page.locator('.tab').allTextContents();

test('the first visit shows the examples, and the first of them with its answer', async t => {
  const { page, mock } = await visit(t);
  await example(page, examples[0].title).waitFor();
  assert.equal(await page.title(), 'Demarche playground');
  assert.deepEqual(
    await page.locator('.example-title').allTextContents(),
    examples.map(({ title }) => title),
  );
  await page.locator('.example[aria-current]').waitFor();
  assert.equal(await contents(page, '.query'), examples[0].query);
  await answer(page, /totalCount/);
  assert.equal(queries(mock).length, 1);
});

test('a link opens its query and variables, runs what only reads, and leaves the address', async t => {
  const query = 'query Linked($id: ID!) { actor(id: $id) { name } }';
  const { page, mock } = await visit(t, { hash: new URLSearchParams({ query, variables: '{"id": "first-state"}' }) });
  await answer(page, /First State/);
  assert.equal(await contents(page, '.query'), query);
  assert.deepEqual(later(mock)[0].body.variables, { id: 'first-state' });
  assert.equal(new URL(page.url()).hash, '');
  const written = await visit(t, { hash: new URLSearchParams({ query: 'mutation { whoAmI }' }) });
  await written.page.locator('.query', { hasText: 'mutation' }).waitFor();
  assert.equal(await contents(written.page, '.answer'), '');
});

test('the query and its variables are copied as a link', async t => {
  const { page } = await visit(t);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await answer(page, /totalCount/);
  await page.getByRole('button', { name: 'Copy a link' }).click();
  const link = new URL(await page.evaluate(() => navigator.clipboard.readText()));
  assert.equal(new URLSearchParams(link.hash.slice(1)).get('query'), examples[0].query);
});

test('a click on an example runs it and shows the answer', async t => {
  const { page, mock } = await visit(t);
  await example(page, examples[0].title).click();
  const shown = JSON.parse(await answer(page, /totalCount/));
  assert.equal(shown.data.responses.totalCount, 6);
  assert.equal(shown.data.responses.nodes.length, 6);
  const { y, height } = await page.locator('.answer .CodeMirror').boundingBox();
  assert.ok(y + height <= 800, 'the last lines of the answer are within reach');
  const [sent] = queries(mock);
  assert.equal(sent.path, '/graphql');
  assert.equal(sent.headers.accept, 'application/graphql-response+json, application/json');
  assert.equal(sent.headers.authorization, undefined);
  assert.equal(sent.body.operationName, 'WhoResponded');
});

test('an example with variables opens the variables and sends them', async t => {
  const { page, mock } = await visit(t);
  await example(page, examples[1].title).click();
  await answer(page, /Answer number 2/);
  assert.deepEqual(later(mock)[0].body.variables, { by: ['first-state'] });
  assert.equal(await contents(page, '.variables'), examples[1].variables);
  assert.ok((await page.locator('.variables').boundingBox()).height > 80);
});

test('an example takes the place of an untouched one, and a new tab beside a query of the reader’s own', async t => {
  const { page } = await visit(t);
  await example(page, examples[0].title).click();
  await answer(page, /totalCount/);
  await example(page, examples[1].title).click();
  await answer(page, /Answer number 2/);
  assert.deepEqual(await tabs(page), ['OneSide']);

  await type(page, 'query Mine { whoAmI }');
  await page.locator('.tab', { hasText: 'Mine' }).waitFor();
  await example(page, examples[2].title).click();
  await answer(page, /Birinci dövlət/);
  assert.deepEqual(await tabs(page), ['Mine', 'OneActor']);

  await page.locator('.tab', { hasText: 'Mine' }).click();
  await example(page, examples[2].title).click();
  await answer(page, /Первое государство/);
  assert.deepEqual(await tabs(page), ['Mine', 'OneActor'], 'an example already open is not opened twice');
  await page.locator('.tab', { hasText: 'Mine' }).click();
  assert.match(await contents(page, '.query'), /whoAmI/);
});

test('a second visit finds the reader’s query and panel as they were left', async t => {
  const { page } = await visit(t);
  await page.locator('.example[aria-current]').waitFor();
  await type(page, 'query Mine { whoAmI }');
  await page.getByRole('button', { name: 'Docs' }).click();
  await stored(page, 'query Mine');
  await page.reload();
  await page.locator('.graphiql-doc-explorer').waitFor();
  await page.locator('.tab', { hasText: 'Mine' }).waitFor();
  assert.equal(await contents(page, '.query'), 'query Mine { whoAmI }');
});

test('Ctrl-Enter runs the query, from the editor and from elsewhere', async t => {
  const { page, mock } = await visit(t);
  await type(page, '{ whoAmI }');
  await page.keyboard.press('Control+Enter');
  await answer(page, /whoAmI/);
  assert.equal(later(mock).length, 1);
  await page.locator('.brand').click();
  await page.keyboard.press('Control+Enter');
  await eventually(
    () => later(mock).length,
    sent => sent === 2,
  );
});

test('a token goes with each query, and is kept for the browser tab only', async t => {
  const { page } = await visit(t);
  await type(page, '{ whoAmI }');
  await page.getByRole('button', { name: 'Token' }).click();
  await page.getByLabel('Token', { exact: true }).and(page.locator('input')).fill('s3cret');
  await page.keyboard.press('Enter');
  await page.locator('.graphiql-execute-button').click();
  await answer(page, /Bearer s3cret/);

  await stored(page, '{ whoAmI }');
  await page.reload();
  await page.locator('.query .CodeMirror').click();
  await page.keyboard.press('Control+Enter');
  await answer(page, /Bearer s3cret/);
  assert.doesNotMatch(await stored(page, '{ whoAmI }'), /s3cret/);

  await page.getByRole('button', { name: 'Token' }).click();
  await page.getByRole('button', { name: 'Forget it' }).click();
  await page.locator('.graphiql-execute-button').click();
  await answer(page, /"whoAmI": null/);
});

test('docs and completion know the schema', async t => {
  const { page, mock } = await visit(t);
  await page.getByRole('button', { name: 'Docs' }).click();
  await page.locator('.panel a', { hasText: 'Query' }).click();
  await page.getByText('Who responded to whom, and how').waitFor();
  await type(page, '{ who');
  await page.keyboard.press('Control+Space');
  await page.waitForFunction(() => document.querySelector('.query .CodeMirror').CodeMirror.getValue().includes('whoAmI'));
  const introspection = mock.seen.find(({ body }) => body?.operationName === 'IntrospectionQuery');
  assert.match(introspection.body.query, /inputFields\(includeDeprecated: true\)/);

  await page.locator('.brand').click();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('provok');
  await page.getByRole('option', { name: 'Response.provokers' }).waitFor();
});

test('Ctrl-K opens the docs at their search box before the next key comes', async t => {
  const { page } = await visit(t);
  await page.locator('.example[aria-current]').waitFor();
  const focused = await page.evaluate(() => {
    const key = new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, bubbles: true, cancelable: true });
    document.body.dispatchEvent(key);
    return document.activeElement.matches('.graphiql-doc-explorer-search input');
  });
  assert.ok(focused);
});

for (const [server, endpoint] of [
  [{ prefix: '/tools/demarche' }, '/tools/demarche/graphql'],
  [{ prefix: '/tools/demarche', folder: '' }, '/tools/demarche/graphql'],
  [{ folder: '' }, '/graphql'],
]) {
  const { prefix = '', folder = 'playground/' } = server;
  test(`served at ${prefix}/${folder}, the page asks the API at ${endpoint}`, async t => {
    const { page, mock } = await visit(t, { server });
    await example(page, examples[2].title).click();
    await answer(page, /First State/);
    assert.equal(queries(mock)[0].path, endpoint);
  });
}

test('Stop takes the request back from the server', async t => {
  const { page, mock } = await visit(t, { mayFail: true });
  await type(page, '{ slow(delay: 20000) }');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('button', { name: /^Stop/ }).click();
  await page.getByRole('button', { name: /^Execute/ }).waitFor();
  await eventually(
    () => later(mock)[0].aborted,
    aborted => aborted,
  );
});

test('without examples.json the page works and says so', async t => {
  const { page, trouble } = await visit(t, { server: { offered: null }, mayFail: true });
  await page.getByText('This server offers no examples').waitFor();
  await type(page, '{ whoAmI }');
  await page.keyboard.press('Control+Enter');
  await answer(page, /whoAmI/);
  // The browser itself reports the 404; nothing else may go wrong.
  assert.equal(trouble.filter(line => !/404/.test(line)).length, 0, trouble.join('\n'));
});

test('examples that are not as they should be are left out', async t => {
  const offered = [null, 7, { title: 'No query' }, { query: '{ whoAmI }', variables: { a: 1 }, extra: true }];
  const { page } = await visit(t, { server: { offered } });
  await page.locator('.example').waitFor();
  assert.equal(await page.locator('.example').count(), 1);
  await page.locator('.example').click();
  await answer(page, /whoAmI/);
});

test('with the browser’s storage refused, the page works all the same', async t => {
  const refuse = () => {
    for (const name of ['localStorage', 'sessionStorage']) {
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException('Access is denied for this document.', 'SecurityError');
        },
      });
    }
  };
  const { page } = await visit(t, { prepare: refuse });
  await example(page, examples[2].title).click();
  await answer(page, /First State/);
});

test('a server that fails is told of in words', async t => {
  const { page } = await visit(t, { server: { breakAPI: true }, mayFail: true });
  await example(page, examples[2].title).click();
  await answer(page, /answered 502 Bad Gateway, not a GraphQL response/);
});

test('an answer that names a picture elsewhere makes no request for it', async t => {
  const { page } = await visit(t);
  await example(page, examples[0].title).click();
  await answer(page, /front-page\.png/);
  await page.locator('.answer .cm-string', { hasText: 'picture.example' }).first().hover();
  await page.waitForTimeout(800);
});

test('several operations in one document: the Run button asks which', async t => {
  const { page, mock } = await visit(t);
  await type(page, 'query A { whoAmI }\nquery B { actor(id: "first-state") { name } }');
  await page.locator('.graphiql-execute-button[aria-haspopup=menu]').click();
  await page.getByRole('menuitem', { name: 'B' }).click();
  await answer(page, /First State/);
  assert.equal(later(mock)[0].body.operationName, 'B');
});

test('light and dark follow the system until the reader chooses', async t => {
  const { page } = await visit(t, { scheme: 'dark' });
  const dark = () =>
    page.locator('.playground').evaluate(element => {
      const [red, green, blue] = getComputedStyle(element).backgroundColor.match(/\d+/g).map(Number);
      return red + green + blue < 384;
    });
  const becomes = expected => eventually(dark, found => found === expected); // the page hears of a change a moment later
  await becomes(true);
  await page.emulateMedia({ colorScheme: 'light' });
  await becomes(false);
  await page.getByRole('button', { name: 'Auto' }).click();
  await page.getByRole('button', { name: 'Light' }).click();
  await becomes(true);
  await page.reload();
  await page.getByRole('button', { name: 'Dark' }).waitFor();
  await becomes(true);
});

for (const scheme of ['light', 'dark']) {
  test(`on a phone, ${scheme}: examples first, then the answer below its query; nothing overlaps or sticks out`, async t => {
    const { page } = await visit(t, { device: phone, scheme });
    const fits = async () => {
      const [page_, window_] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      assert.equal(page_, window_, 'the page scrolls sideways');
      const boxes = await page.locator('.tool:visible, .tab-add:visible, .session-bar > button:visible').all();
      for (const box of await Promise.all(boxes.map(part => part.boundingBox()))) {
        assert.ok(box.x >= 0 && box.x + box.width <= 390, 'a button sticks out');
        assert.ok(box.height >= 30, 'a button is too low for a finger');
      }
    };
    await example(page, examples[0].title).waitFor();
    await fits();
    await example(page, examples[0].title).tap();
    await answer(page, /totalCount/);
    await page.locator('.panel').waitFor({ state: 'detached' });
    await page.getByText(examples[0].note).waitFor();
    await fits();

    const stack = ['.header', '.session-bar', '.query', '.variables-bar', '.answer-note', '.answer .CodeMirror'];
    let above = 0;
    for (const part of stack) {
      const { x, y, width, height } = await page.locator(part).boundingBox();
      assert.ok(y >= above - 1, `${part} overlaps what is above it`);
      assert.ok(x >= 0 && x + width <= 390, `${part} sticks out`);
      assert.ok(height > 20, `${part} has no room`);
      above = y + height;
    }
    assert.ok(above <= 844 + 1, 'the answer ends below the window');

    await page.getByRole('button', { name: 'Docs' }).tap();
    await page.locator('.graphiql-doc-explorer').waitFor();
    await fits();
    await page.getByRole('button', { name: 'Close the panel' }).tap();
    await page.getByRole('button', { name: 'Token' }).tap();
    await page.locator('dialog[open]').waitFor();
    await fits();
  });
}
