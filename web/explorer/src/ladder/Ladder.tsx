import type { VNode } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { Act } from '../act/Act';
import { Mark } from '../act/Mark';
import { LadderDocument, type Escalation, type LadderQuery, type ResponseMode } from '../operations';
import { go, hrefOf, listOf, withSettings, type Address } from '../shell/address';
import { useAnswer } from '../shell/ask';
import { Asked } from '../shell/Asked';
import { Controls } from '../shell/Controls';
import { hasLens, lensAlone, lensOf } from '../shell/lens';
import { LensBar } from '../shell/LensBar';
import { Waiting } from '../shell/States';
import { useTexts } from '../texts';
import first from './first.json';
import { arrange, type Arrangement } from './arrange';
import { Picture } from './Picture';
import { isFirst, scopeOf } from './scope';
import { Table } from './Table';

const pageSize = first.first;
const mostActs = 500; // that one request may ask for

/** Two sides as columns, time downwards, lines from acts to what answers them. */
export function Ladder({ address }: { address: Address }) {
  const t = useTexts();
  const [count, setCount] = useState(pageSize);
  const [anything, showAnything] = useState(false);
  const { between, filter } = anything ? { between: [], filter: {} } : scopeOf(address.settings);
  const seen = hasLens(address.settings);
  const variables = { filter, first: Math.min(count, mostActs), seen, ...lensOf(address.settings) };
  const answer = useAnswer(LadderDocument, variables);
  // A store without the founding case shows what it has.
  const missing = answer.state === 'failed' && answer.error.code === 'NOT_FOUND' && isFirst(address.settings);
  useEffect(() => {
    if (missing) {
      showAnything(true);
    }
  }, [missing]);
  const shown = answer.state === 'here' ? answer.data : answer.state === 'loading' ? answer.earlier : undefined;
  const acts = shown?.actions.nodes;
  const arranged = useMemo(() => acts && arrange(acts, between), [acts, between.join()]);
  const left = useMemo(() => leftOf(shown?.through), [shown?.through]);
  const chosen = address.settings.get('act') ?? '';
  const choose = (id: string) => go(withSettings(address, { act: id }), true);
  return (
    <main id="main" class={`ladder${chosen ? ' with-act' : ''}`}>
      <div class="story">
        <h1>{t.title}</h1>
        {arranged && <Lede arranged={arranged} left={left} />}
        {shown && <Scopes address={address} shown={shown} />}
        {arranged && acts && acts.length > 0 ? (
          <>
            <Controls inUse={seen || address.settings.has('mode')}>
              <LensBar
                address={address}
                sides={arranged.sides.filter(s => s !== undefined)}
                gone={shown?.through && shown.actions.totalCount - shown.through.totalCount}
              />
              <Modes address={address} arranged={arranged} left={left} />
              <Legend address={address} asked={<Asked document={LadderDocument} variables={variables} />} />
            </Controls>
            {address.settings.get('as') === 'table' ? (
              <Table arranged={arranged} address={address} />
            ) : (
              <Picture arranged={arranged} chosen={chosen} modes={listOf(address.settings, 'mode')} left={left} onChoose={choose} />
            )}
            {shown!.actions.totalCount > acts.length && count < mostActs && (
              <button type="button" class="more" onClick={() => setCount(count + pageSize)}>
                {t.more(Math.min(pageSize, shown!.actions.totalCount - acts.length))}
              </button>
            )}
          </>
        ) : answer.state === 'here' ? (
          <p class="state">{t.empty}</p>
        ) : (
          <Waiting answer={answer} />
        )}
      </div>
      {chosen && (
        <aside class="beside" aria-label={t.act.evidence}>
          <div class="tools">
            <a href={hrefOf({ view: 'act', id: chosen, settings: lensAlone(address.settings) })}>{t.act.open}</a>
            <button type="button" onClick={() => choose('')}>
              {t.close}
            </button>
          </div>
          <Act key={chosen} id={chosen} settings={address.settings} heading="h2" hrefOf={id => withSettings(address, { act: id })} />
        </aside>
      )}
    </main>
  );
}

/** The ids of what a lens leaves: acts, links and silences; undefined without one. */
function leftOf(through: LadderQuery['through']): ReadonlySet<string> | undefined {
  return through && new Set(through.nodes.flatMap(a => [a.id, ...a.respondsTo.nodes.map(r => r.id), ...a.silences.map(s => s.id)]));
}

/** What each side's answers do to the tension, in words. */
function Lede({ arranged: { sides, links, lane, acts }, left }: { arranged: Arrangement; left: ReadonlySet<string> | undefined }) {
  const t = useTexts();
  const stays = (id: string) => !left || left.has(id);
  const told = (['left', 'right'] as const).flatMap((at, i) => {
    const own = links.filter(l => lane.get(l.answer) === at && stays(l.id));
    const count = (e: Escalation) => own.filter(l => l.escalation === e).length;
    return own.length ? [t.ladder.lede(sides[i]!.name, own.length, count('ESCALATE'), count('DEESCALATE'))] : [];
  });
  const silences = [...acts.values()].flatMap(a => a.silences.filter(s => !s.endedBy && stays(s.id))).length;
  return (
    <p class="lede">
      {told.map(text => `${text} `)}
      {silences > 0 && t.ladder.silences(silences)}
    </p>
  );
}

/** What else the store can show as a ladder. */
function Scopes({ address, shown: { datasets, episodes } }: { address: Address; shown: LadderQuery }) {
  const t = useTexts();
  const choices = [
    ...(datasets.nodes.some(d => d.id === 'dataset:founding-case') ? [{ key: '', text: t.scope.founding, set: {} }] : []),
    ...episodes.nodes.map(e => ({ key: e.id, text: t.scope.episode(e.title), set: { episode: e.id } })),
  ];
  const current = address.settings.get('episode') ?? '';
  return (
    <nav class="scopes" aria-label={t.scope.label}>
      {choices.map(({ key, text, set }) => (
        <a
          key={key}
          href={hrefOf(withSettings(address, { episode: '', between: '', dataset: '', act: '', mode: '', ...set }))}
          aria-current={key === current && !address.settings.has('between') ? 'true' : undefined}
        >
          {text}
        </a>
      ))}
    </nav>
  );
}

/** The ways of answering, each with its number; those chosen stay, the rest steps back. */
function Modes({ address, arranged: { links }, left }: { address: Address; arranged: Arrangement; left: ReadonlySet<string> | undefined }) {
  const t = useTexts();
  const chosen = listOf(address.settings, 'mode');
  const counts = new Map<ResponseMode, { n: number; escalation: (typeof links)[number]['escalation'] }>();
  for (const l of left ? links.filter(l => left.has(l.id)) : links) {
    counts.set(l.mode, { n: (counts.get(l.mode)?.n ?? 0) + 1, escalation: l.escalation });
  }
  const toggle = (mode: string) => {
    const next = chosen.includes(mode) ? chosen.filter(m => m !== mode) : [...chosen, mode];
    go(withSettings(address, { mode: next.join() }), true);
  };
  return (
    <div class="modes" role="group" aria-label={t.ladder.modes}>
      {[...counts]
        .sort(([a, x], [b, y]) => y.n - x.n || (a < b ? -1 : 1))
        .map(([mode, { n, escalation }]) => (
          <button key={mode} type="button" class="chip" aria-pressed={chosen.includes(mode)} onClick={() => toggle(mode)}>
            <Mark escalation={escalation} />
            {t.modeNames[mode]} <span class="count">{n}</span>
          </button>
        ))}
    </div>
  );
}

function Legend({ address, asked }: { address: Address; asked: VNode }) {
  const t = useTexts();
  const table = address.settings.get('as') === 'table';
  return (
    <div class="legend">
      <p>
        {t.ladder.howTo}{' '}
        <span class="key">
          <svg width="26" height="8" aria-hidden="true">
            <path d="M1 4 H25" class="arc NEUTRAL" />
          </svg>{' '}
          {t.ladder.explicit},
        </span>{' '}
        <span class="key">
          <svg width="26" height="8" aria-hidden="true">
            <path d="M1 4 H25" class="arc NEUTRAL INFERRED" />
          </svg>{' '}
          {t.ladder.inferred}.
        </span>{' '}
        {(['ESCALATE', 'NEUTRAL', 'DEESCALATE'] as const).map(e => (
          <span key={e} class={`key ${e}`}>
            <Mark escalation={e} /> {t.escalation[e]}
          </span>
        ))}{' '}
        <span class="unseen">{t.ladder.keys}</span>
      </p>
      <p class="choices">
        <a href={hrefOf(withSettings(address, { as: table ? '' : 'table' }))}>{table ? t.ladder.picture : t.ladder.table}</a>
        {asked}
      </p>
    </div>
  );
}
