// The built explorer in a real Chromium, asking a real server on both stores. CHROMIUM names the browser, /usr/bin/chromium otherwise.
// Without it these tests fail; they are never skipped. Screenshots are left in test/shots/, to be looked at.

import axe from 'axe-core';
import { build } from 'esbuild';
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { chromium } from 'playwright-core';
import { startOn } from '../../contract/server.mjs';
import { startNeo4j } from './neo4j.mjs';

const sizes = { phone: [390, 844], tablet: [768, 1024], desktop: [1440, 900], wide: [2560, 1440] };
const shots = join(import.meta.dirname, 'shots');
mkdirSync(shots, { recursive: true });

let browser;
let neo4j;

before(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
  });
  neo4j = await startNeo4j();
});

after(async () => {
  await browser?.close();
  neo4j?.stop();
});

/**
 * A page of a server. `trouble` gathers console errors, page errors, failed requests and requests elsewhere; a test ends by finding it empty
 * unless it says `mayFail`. `requests` are their paths.
 */
async function visit(t, server, path, { size = 'desktop', scheme = 'light', locale = 'en', mayFail = false } = {}) {
  const root = new URL('.', server.url);
  const [width, height] = sizes[size];
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, locale, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const trouble = [];
  const requests = [];
  page.on('console', message => ['error', 'warning'].includes(message.type()) && trouble.push(`console: ${message.text()}`));
  page.on('pageerror', error => trouble.push(`page: ${error.message}`));
  // What the page itself takes back, because it is overtaken, is no trouble.
  page.on('requestfailed', request => request.failure()?.errorText !== 'net::ERR_ABORTED' && trouble.push(`failed: ${request.url()}`));
  page.on('request', request => {
    requests.push(new URL(request.url()).pathname);
    if (!request.url().startsWith(root.href)) {
      trouble.push(`elsewhere: ${request.url()}`);
    }
  });
  t.after(async () => {
    await context.close();
    if (!mayFail) {
      assert.deepEqual(trouble, []);
    }
  });
  await page.goto(new URL(path, root).href);
  return { page, requests };
}

/** Waits until the page brings its answer along: Neo4j may need longer for its first plan than the page waits. */
async function embedded(server) {
  for (let attempt = 0; attempt < 20; attempt++) {
    const page = await (await fetch(new URL('.', server.url))).text();
    if (page.includes('id="first-answer">{')) {
      return;
    }
  }
  assert.fail('the page never brings an answer along');
}

/** A server of one test. Its pages are closed before it stops: what runs after a test runs in the order in which it was asked for. */
async function serverOf(t, options) {
  const server = await startOn(options);
  t.after(async () => {
    await Promise.all(browser.contexts().map(context => context.close()));
    await server.stop();
  });
  return server;
}

const title = page => page.evaluate(() => document.activeElement.querySelector('.title')?.textContent);

/** What axe finds, each as one line. */
async function violations(page) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => window.axe.run());
  return violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.target.join(' ')}`));
}

for (const kind of ['SQLite', 'Neo4j']) {
  describe(kind, () => {
    let server;

    before(async () => {
      server = await startOn(kind === 'Neo4j' ? { store: neo4j.store } : {});
    });

    after(() => server?.stop());

    test('the first page shows the founding case, and asks nothing more to do so', async t => {
      await embedded(server);
      const { page, requests } = await visit(t, server, '.');
      await page.locator('.card').first().waitFor();
      assert.equal(await page.locator('.card').count(), 18);
      assert.deepEqual(await page.locator('.heads h2').allTextContents(), ['Russia', 'Azerbaijan']);
      assert.match(await page.locator('.lede').textContent(), /^Russia gave 5 answers: 3 de-escalate, 2 do neither\. Azerbaijan gave 4 answers: all 4 escalate\. 5 silences last\.$/);
      const card = page.locator('[data-act=kremlin-regret]');
      assert.match(await card.textContent(), /regrets “Azerbaijan cancels all Russian cultural events”, 1 day later/);
      const asked = await (await fetch(`${server.url}?query={responses{totalCount}}`)).json();
      assert.equal(await page.locator('.arcs > g').count(), asked.data.responses.totalCount);
      assert.deepEqual(requests.filter(path => !path.endsWith('.svg')), ['/', '/explorer/explorer.css', '/explorer/explorer.js']);
    });

    test('an act tells what it answers, who says what of it, and from which documents it is known', async t => {
      const { page } = await visit(t, server, 'act/sputnik-baku-sealed');
      await page.locator('.act h2').waitFor();
      const text = await page.locator('.act').textContent();
      for (const told of ['Azerbaijani police seal off', 'raises the alarm over, the same day', 'Simonyan says Sputnik staff cannot be reached', 'reliability F',
        'Azerbaijani police sealed off the office of the Russian state news agency Sputnik in Baku.']) {
        assert.ok(text.includes(told), told);
      }
      assert.deepEqual(await violations(page), []);
    });
  });
}

describe('the ladder', () => {
  let server;

  before(async () => {
    server = await startOn({ data: ['founding-case', 'azerbaijan-russia-2025'] });
  });

  after(() => server?.stop());

  test('keys lead down in time, to answers, and back; where there are several, a choice opens', async t => {
    const { page } = await visit(t, server, '.');
    await page.locator('.card').first().focus();
    assert.equal(await title(page), 'Two detainees reportedly die in custody');
    await page.keyboard.press('ArrowDown');
    assert.match(await title(page), /Several other detainees/);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowRight');
    const choice = page.getByRole('dialog');
    await choice.waitFor();
    assert.equal(await choice.locator('li').count(), 4);
    await page.keyboard.press('Escape');
    await choice.waitFor({ state: 'detached' });
    assert.equal(await title(page), 'Two detainees reportedly die in custody');
    await page.keyboard.press('ArrowRight');
    await choice.waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.locator('.beside h2').waitFor();
    assert.equal(await title(page), 'Azerbaijan cancels all Russian cultural events');
    assert.equal(new URL(page.url()).searchParams.get('act'), 'cultural-events-cancelled');
    await page.keyboard.press('Escape');
    await page.locator('.beside').waitFor({ state: 'detached' });
  });

  test('a link restores the episode, the ways of answering and the act', async t => {
    const { page } = await visit(t, server, '?episode=azerbaijan-russia-crisis&mode=RETALIATE,REGRET&act=kremlin-regret');
    await page.locator('.beside h2').waitFor();
    assert.equal(await page.locator('.beside h2').textContent(), "Kremlin expresses regret over Azerbaijan's reaction");
    assert.deepEqual((await page.locator('.chip[aria-pressed=true]').allTextContents()).map(s => s.replace(/ \d+$/, '')).sort(), ['Regret', 'Retaliation']);
    assert.equal(await page.locator('.scopes [aria-current]').textContent(), 'All of: Azerbaijan-Russia rift');
    const modes = new Set(await page.locator('.arcs > g').evaluateAll(all => all.map(g => g.classList[1])));
    assert.deepEqual([...modes].sort(), ['DEESCALATE', 'ESCALATE']);
    assert.ok(await page.locator('[data-act=kremlin-regret]').evaluate(e => e.getBoundingClientRect().top < innerHeight), 'it is in view');
  });

  test('days on which nothing answers or is answered are folded, and open', async t => {
    const { page } = await visit(t, server, '?episode=azerbaijan-russia-crisis');
    await page.locator('.fold button').first().waitFor();
    const before = await page.locator('.card').count();
    await page.locator('.fold button').first().click();
    assert.ok((await page.locator('.card').count()) >= before + 3);
  });

  test('no line crosses a card, and each ends where it is said what is answered', async t => {
    const { page } = await visit(t, server, '.');
    await page.locator('.arcs > g').first().waitFor();
    const crossed = await page.evaluate(() => {
      const cards = [...document.querySelectorAll('.card')].map(c => c.getBoundingClientRect());
      const origin = document.querySelector('.picture').getBoundingClientRect();
      const hits = [];
      for (const path of document.querySelectorAll('.arcs > g path:not(.head)')) {
        for (let at = 8; at < path.getTotalLength() - 8; at += 8) {
          const { x, y } = path.getPointAtLength(at);
          const [px, py] = [x + origin.left, y + origin.top];
          if (cards.some(c => px > c.left + 1 && px < c.right - 1 && py > c.top + 1 && py < c.bottom - 1)) {
            hits.push([px, py]);
          }
        }
      }
      return hits;
    });
    assert.deepEqual(crossed, []);
  });

  test('the table has a row for each answer', async t => {
    const { page } = await visit(t, server, '?as=table');
    await page.locator('tbody tr').first().waitFor();
    assert.equal(await page.locator('tbody tr').count(), 23);
    assert.deepEqual(await violations(page), []);
  });

  test('in Arabic the page runs from right to left, and the first side stands right', async t => {
    const { page } = await visit(t, server, '.', { locale: 'ar' });
    await page.locator('.card').first().waitFor();
    assert.equal(await page.getAttribute('html', 'dir'), 'rtl');
    const [russia, azerbaijan] = await page.locator('.heads h2').evaluateAll(all => all.map(h => h.getBoundingClientRect().right));
    assert.ok(russia > azerbaijan);
    await page.screenshot({ path: join(shots, 'ladder-ar.png'), fullPage: true });
  });

  for (const size of Object.keys(sizes)) {
    for (const scheme of ['light', 'dark']) {
      test(`${size}, ${scheme}: nothing is wider than the page, and axe finds nothing`, async t => {
        const { page } = await visit(t, server, '?act=cultural-events-cancelled', { size, scheme });
        await page.locator('.beside h2').waitFor();
        await page.screenshot({ path: join(shots, `ladder-${size}-${scheme}.png`) });
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'it scrolls sideways');
        assert.deepEqual(await violations(page), []);
      });
    }
  }

  test('a server that is gone is told, and asked again', async t => {
    const { page } = await visit(t, server, '.', { mayFail: true });
    await page.locator('.card').first().waitFor();
    await page.context().setOffline(true);
    await page.locator('[data-act=kremlin-regret]').click();
    await page.getByRole('alert').waitFor();
    assert.match(await page.getByRole('alert').textContent(), /cannot be reached/);
    await page.context().setOffline(false);
    await page.getByRole('alert').getByRole('button').click();
    await page.locator('.beside h2').waitFor();
  });
});

test('a store without the founding case shows what it has; names that look like markup stay text', async t => {
  const hostile = '<img src=x onerror="document.title=1">';
  const server = await serverOf(t, { data: [] });
  const input = {
    dataset: { id: 'dataset:own', name: 'Own', version: '1', licence: 'CC0-1.0' },
    sources: [{ id: 'paper', title: hostile, url: 'https://example.org/' }],
    actors: [{ id: 'one', name: hostile, kind: 'STATE' }, { id: 'two', name: 'دولة ذات اسم طويل جدًا', kind: 'STATE' }],
    actions: [
      { id: 'asked', title: `One asks ${hostile}`, type: 'REQUEST', status: 'OCCURRED', date: '2025-01-01', performers: ['one'], addressees: ['two'],
        basis: 'EXPLICIT', evidence: [{ source: 'paper', quote: hostile }] },
      { id: 'refused', title: 'Two refuses', type: 'REJECT', status: 'OCCURRED', date: '2025-01-02', performers: ['two'], targets: ['one'], basis: 'EXPLICIT',
        evidence: [{ source: 'paper', quote: 'no' }], respondsTo: [{ action: 'asked', mode: 'REFUSE', basis: 'EXPLICIT', evidence: [{ source: 'paper' }] }] },
    ],
  };
  const wrote = await fetch(server.url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${server.token}` },
    body: JSON.stringify({ query: 'mutation($input: ApplyInput!) { apply(input: $input) { revision } }', variables: { input } }),
  });
  const said = await wrote.json();
  assert.equal(said.errors, undefined, JSON.stringify(said.errors));
  const { page } = await visit(t, server, '?act=asked');
  await page.locator('.beside blockquote').waitFor();
  await page.locator('.heads h2').first().waitFor();
  assert.equal(await page.locator('.beside h2').textContent(), `One asks ${hostile}`);
  assert.equal(await page.locator('.beside blockquote').textContent(), hostile);
  assert.equal(await page.locator('.picture img').count(), 0);
  assert.deepEqual(await page.locator('.heads h2').allTextContents(), [hostile, 'دولة ذات اسم طويل جدًا']);
});

describe('the other views', () => {
  let server;

  before(async () => {
    server = await startOn({ data: ['founding-case', 'azerbaijan-russia-2025'] });
  });

  after(() => server?.stop());

  const ask = async query => (await (await fetch(`${server.url}?query=${encodeURIComponent(query)}`)).json()).data;

  test('the English of the page is that of the vocabulary', async () => {
    const entry = join(import.meta.dirname, '../src/texts/en.ts');
    const { outputFiles } = await build({ entryPoints: [entry], bundle: true, format: 'esm', write: false });
    const { en } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
    const { vocabulary } = await ask('{vocabulary(of:["ResponseMode"]){terms{term label verbPhrase}}}');
    const told = of => Object.fromEntries(vocabulary[0].terms.map(term => [term.term, of(term)]));
    assert.deepEqual(en.modes, told(term => term.verbPhrase));
    assert.deepEqual(en.modeNames, told(term => term.label));
  });

  test('tension: a bar tells its period and leads to the acts of it', async t => {
    const { page } = await visit(t, server, 'tension?between=azerbaijan,russia');
    const bar = page.locator('.bars').first().getByRole('link', { name: '30 June – 6 July 2025' });
    await bar.waitFor();
    assert.equal(await bar.getAttribute('aria-label'), '30 June – 6 July 2025: 12 of conflict, 2 of cooperation, 0 neutral');
    assert.match(await page.locator('.curve').first().textContent(), /Of 46 acts 10 were answered, 36 still wait\./);
    await bar.click();
    await page.locator('.card').first().waitFor();
    assert.deepEqual(await page.locator('.heads h2').allTextContents(), ['Azerbaijan', 'Russia']);
    const dates = await page.locator('.row h3').allTextContents();
    assert.match(dates[0], /30 June 2025$/);
  });

  test('unanswered: each waits under who owes it, as things stood on a day', async t => {
    const { page } = await visit(t, server, 'unanswered');
    await page.locator('.waits li').first().waitFor();
    const { unanswered } = await ask('{unanswered{totalCount}}');
    assert.equal(await page.locator('.waits li').count(), unanswered.totalCount);
    await page.getByLabel('As things stood on').fill('2025-06-30');
    await page.waitForURL(/asOf=2025-06-30/);
    const then = await ask('{unanswered(asOf:"2025-06-30"){totalCount}}');
    await page.waitForFunction(n => document.querySelectorAll('.waits li').length === n, then.unanswered.totalCount);
    assert.ok(then.unanswered.totalCount < unanswered.totalCount);
  });

  test('search: a slash leads to it; what is found is named, and its address restores it', async t => {
    const { page } = await visit(t, server, '.');
    await page.locator('.card').first().waitFor();
    await page.keyboard.press('/');
    await page.getByRole('searchbox').fill('zakhar');
    await page.locator('.hits li').first().waitFor();
    const { search } = await ask('{search(text:"zakhar",first:1){totalCount nodes{label}}}');
    assert.equal(await page.locator('.hits li bdi').first().textContent(), search.nodes[0].label);
    assert.match(await page.locator('.narrow').textContent(), new RegExp(`${search.totalCount} things found`));
    await page.reload();
    await page.locator('.hits li').first().waitFor();
    assert.equal(await page.getByRole('searchbox').inputValue(), 'zakhar');
  });

  test('the query of a view opens in the playground, with its answer', async t => {
    const { page } = await visit(t, server, 'unanswered');
    await page.getByRole('link', { name: 'Show the query' }).click();
    await page.locator('.answer .CodeMirror', { hasText: 'totalCount' }).waitFor();
  });

  for (const path of ['tension', 'unanswered', 'search?text=baku']) {
    for (const scheme of ['light', 'dark']) {
      test(`${path}, ${scheme}: axe finds nothing, and nothing is wider than a phone`, async t => {
        const { page } = await visit(t, server, path, { scheme, size: 'phone' });
        await page.locator('.bars, .waits li, .hits li').first().waitFor();
        await page.screenshot({ path: join(shots, `${path.replace(/\W.*/, '')}-phone-${scheme}.png`), fullPage: true });
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'it scrolls sideways');
        assert.deepEqual(await violations(page), []);
      });
    }
  }
});

test('a server that is not public asks for a token, and tells nothing before', async t => {
  const server = await serverOf(t, { flags: ['--public-read=false'] });
  const plain = await (await fetch(new URL('.', server.url))).text();
  assert.ok(!plain.includes('Azerbaijan'), 'the page holds no answer');
  const { page } = await visit(t, server, '.', { mayFail: true });
  await page.getByLabel('Token', { exact: true }).fill('wrong');
  await page.getByRole('button', { name: 'Use it' }).click();
  await page.getByLabel('Token', { exact: true }).fill(server.token);
  await page.getByRole('button', { name: 'Use it' }).click();
  await page.locator('.card').first().waitFor();
  assert.equal(await page.locator('.card').count(), 18);
});

test('through a lens what falls away is struck out and counted, and the lens goes from view to view', async t => {
  const server = await serverOf(t, { data: ['founding-case', 'azerbaijan-russia-2025'] });
  const { page } = await visit(t, server, '?knownOn=2025-06-30&basis=EXPLICIT');
  await page.locator('.card.gone').first().waitFor();
  const query = encodeURIComponent('{actions(first:200) @lens(knownOn:"2025-06-30",basis:[EXPLICIT]){nodes{id respondsTo{nodes{id}}}}}');
  const { data } = await (await fetch(`${server.url}?query=${query}`)).json();
  const left = new Set(data.actions.nodes.flatMap(a => [a.id, ...a.respondsTo.nodes.map(r => r.id)]));
  const struck = (selector, name) => page.locator(selector).evaluateAll((all, name) => all.map(e => e.dataset[name]), name);
  const cards = await struck('.card.gone', 'act');
  assert.ok(cards.length > 0 && cards.length < 18);
  assert.ok(cards.every(id => !left.has(id)));
  assert.ok((await struck('.card:not(.gone)', 'act')).every(id => left.has(id)));
  assert.ok((await struck('.how.gone', 'link')).every(id => !left.has(id)));
  assert.ok((await struck('.how:not(.gone)', 'link')).every(id => left.has(id)));
  assert.match(await page.locator('.lens .gone').textContent(), new RegExp(`^${cards.length} fall away\\.`));
  assert.deepEqual(await violations(page), []);
  await page.getByRole('link', { name: 'Unanswered' }).click();
  await page.waitForURL(/unanswered\?knownOn=2025-06-30&basis=EXPLICIT/);
  await page.getByRole('button', { name: 'Take the lens off' }).click();
  await page.waitForURL(/unanswered$/);
});

test('an earlier state of a store is named on every view, and nothing is where there is none', async t => {
  const server = await serverOf(t, { flags: ['--recorded', '1'] });
  const { page } = await visit(t, server, 'unanswered');
  await page.locator('.waits li').first().waitFor();
  assert.match(await page.locator('.recorded').textContent(), /revision 1/);
  const now = await serverOf(t);
  const { page: other } = await visit(t, now, 'unanswered');
  await other.locator('.waits li').first().waitFor();
  assert.equal(await other.locator('.recorded').count(), 0);
});
