import { SearchDocument, type SearchQuery } from '../operations';
import { go, hrefOf, withSettings, type Address } from '../shell/address';
import { useAnswer } from '../shell/ask';
import { Asked } from '../shell/Asked';
import { hasLens, lensAlone, lensOf } from '../shell/lens';
import { Controls } from '../shell/Controls';
import { LensBar } from '../shell/LensBar';
import { Waiting } from '../shell/States';
import { useTexts } from '../texts';
import { dateText } from '../texts/dates';

type Hit = SearchQuery['search']['nodes'][number];

const most = 50;

/** Full text over everything: names, titles, claims, quotations. */
export function SearchPage({ address }: { address: Address }) {
  const t = useTexts();
  const text = address.settings.get('text') ?? '';
  const variables = text.trim() ? { text, first: most, ...lensOf(address.settings) } : undefined;
  const answer = useAnswer(SearchDocument, variables);
  return (
    <main id="main" class="narrow">
      <h1>{t.search.title}</h1>
      <search>
        <input
          type="search"
          name="text"
          autofocus
          aria-label={t.search.label}
          placeholder={t.search.hint}
          value={text}
          onInput={e => go(withSettings(address, { text: e.currentTarget.value }), true)}
        />
      </search>
      <Controls inUse={hasLens(address.settings)}>
        <LensBar address={address} gone={answer.state === 'here' ? answer.data.all.totalCount - answer.data.search.totalCount : undefined} />
      </Controls>
      {variables &&
        (answer.state === 'here' ? (
          <>
            <p class="note" role="status">
              {t.search.found(answer.data.search.totalCount)} <Asked document={SearchDocument} variables={variables} />
            </p>
            {answer.data.search.totalCount === 0 && <p class="state">{t.empty}</p>}
            <ol class="hits">
              {answer.data.search.nodes.map(hit => (
                <Found key={hit.node.id} hit={hit} settings={address.settings} />
              ))}
            </ol>
          </>
        ) : (
          <Waiting answer={answer} />
        ))}
    </main>
  );
}

function Found({ hit: { label, highlights, node }, settings }: { hit: Hit; settings: URLSearchParams }) {
  const t = useTexts();
  const href =
    node.__typename === 'Action'
      ? hrefOf({ view: 'act', id: node.id, settings: lensAlone(settings) })
      : node.__typename === 'Source'
        ? node.url
        : null;
  const others = highlights.filter(h => h !== label).slice(0, 2);
  return (
    <li>
      {href ? (
        <a href={href}>
          <bdi>{label}</bdi>
        </a>
      ) : (
        <bdi>{label}</bdi>
      )}{' '}
      <span class="aside">
        {t.kinds[node.__typename] ?? node.__typename}
        {'date' in node && node.date && `, ${dateText(node.date, t)}`}
      </span>
      {others.map(h => (
        <p key={h} class="aside" dir="auto">
          {h}
        </p>
      ))}
    </li>
  );
}
