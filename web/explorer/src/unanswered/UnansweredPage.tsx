import { UnansweredDocument, type UnansweredQuery } from '../operations';
import { go, hrefOf, listOf, withSettings, type Address } from '../shell/address';
import { useAnswer } from '../shell/ask';
import { Asked } from '../shell/Asked';
import { hasLens, lensAlone, lensOf } from '../shell/lens';
import { Controls } from '../shell/Controls';
import { LensBar } from '../shell/LensBar';
import { Waiting } from '../shell/States';
import { useTexts } from '../texts';
import { dateText } from '../texts/dates';

type Waits = UnansweredQuery['unanswered']['nodes'][number];

const most = 500;

/** Who owes whom an answer or an explanation, since when, and how sure that is. */
export function UnansweredPage({ address }: { address: Address }) {
  const t = useTexts();
  const owedBy = listOf(address.settings, 'owedBy');
  const episode = listOf(address.settings, 'episode');
  const asOf = address.settings.get('asOf');
  const filter = { ...(owedBy.length && { owedBy }), ...(episode.length && { episode }) };
  const variables = { filter, asOf, first: most, ...lensOf(address.settings) };
  const answer = useAnswer(UnansweredDocument, variables);
  const shown = answer.state === 'here' ? answer.data : answer.state === 'loading' ? answer.earlier : undefined;
  return (
    <main id="main" class="narrow">
      <h1>{t.unanswered.title}</h1>
      <p class="lede">{t.unanswered.lede}</p>
      <p>
        <label>
          {t.unanswered.asOf}{' '}
          <input type="date" value={asOf ?? ''} onChange={e => go(withSettings(address, { asOf: e.currentTarget.value }))} />
        </label>{' '}
        <Asked document={UnansweredDocument} variables={variables} />
      </p>
      <Controls inUse={hasLens(address.settings)}>
        <LensBar address={address} gone={shown && shown.all.totalCount - shown.unanswered.totalCount} />
      </Controls>
      {!shown ? (
        answer.state !== 'here' && <Waiting answer={answer} />
      ) : shown.unanswered.totalCount === 0 ? (
        <p class="state">{t.empty}</p>
      ) : (
        byDebtor(shown.unanswered.nodes).map(([name, waits]) => (
          <section key={name}>
            <h2>
              <bdi>{name}</bdi> <span class="count">{waits.length}</span>
            </h2>
            <ul class="waits">
              {waits.map(w => (
                <Wait key={w.id} wait={w} settings={address.settings} />
              ))}
            </ul>
          </section>
        ))
      )}
      {shown && shown.unanswered.totalCount > most && <p class="note">{t.unanswered.leftOut(shown.unanswered.totalCount - most)}</p>}
    </main>
  );
}

/** Those who owe most come first; each one's, the oldest first. */
function byDebtor(nodes: readonly Waits[]): [string, Waits[]][] {
  const by = new Map<string, Waits[]>();
  for (const w of nodes) {
    by.set(w.owedBy.name, [...(by.get(w.owedBy.name) ?? []), w]);
  }
  return [...by].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
}

function Wait({ wait: { kind, basis, since, statedAsOf, action, owedTo }, settings }: { wait: Waits; settings: URLSearchParams }) {
  const t = useTexts();
  return (
    <li class={`silence ${basis}`}>
      <svg viewBox="0 0 26 10" width="26" height="10" aria-hidden="true">
        <path d="M0 5 H18" class={basis} />
        <circle cx="21" cy="5" r="3.5" />
      </svg>
      <div>
        {kind === 'NO_EXPLANATION' ? t.unanswered.explanation : t.unanswered.answer}{' '}
        <a href={hrefOf({ view: 'act', id: action.id, settings: lensAlone(settings) })}>
          <bdi>{action.title}</bdi>
        </a>
        <span class="aside">
          {' '}
          {[
            t.unanswered.since(dateText(since, t)),
            owedTo.length > 0 && t.unanswered.owedTo(owedTo.map(a => a.name).join(', ')),
            basis === 'EXPLICIT' ? t.unanswered.stated(statedAsOf ? dateText(statedAsOf, t) : '') : t.unanswered.computed,
          ]
            .filter(Boolean)
            .join('; ')}
        </span>
      </div>
    </li>
  );
}
