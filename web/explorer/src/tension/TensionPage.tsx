import { SidesDocument, TensionDocument, type Interval, type SpeedFragment } from '../operations';
import { hrefOf, listOf, withSettings, type Address } from '../shell/address';
import { useAnswer } from '../shell/ask';
import { Asked } from '../shell/Asked';
import { hasLens, lensAlone, lensOf } from '../shell/lens';
import { Controls } from '../shell/Controls';
import { LensBar } from '../shell/LensBar';
import { Waiting } from '../shell/States';
import { useTexts } from '../texts';
import { Bars, scaleOf } from './Bars';
import { Curve } from './Curve';

const intervals: readonly Interval[] = ['WEEK', 'MONTH', 'YEAR'];

/** How two sides act on each other over time, and how fast they answer. Which two, the address says, or the reader chooses. */
export function TensionPage({ address }: { address: Address }) {
  const t = useTexts();
  const between = listOf(address.settings, 'between');
  return (
    <main id="main" class="narrow">
      <h1>{t.tension.title}</h1>
      {between.length === 2 ? <Between address={address} a={between[0]!} b={between[1]!} /> : <Sides address={address} />}
    </main>
  );
}

/** The states that answer most: the first two are shown at once. */
function Sides({ address }: { address: Address }) {
  const answer = useAnswer(SidesDocument, {});
  if (answer.state !== 'here') {
    return <Waiting answer={answer} />;
  }
  const [a, b] = answer.data.actors.nodes;
  return a && b ? <Between address={address} a={a.id} b={b.id} /> : <Nothing />;
}

function Nothing() {
  const t = useTexts();
  return <p class="state">{t.empty}</p>;
}

function Between({ address, a, b }: { address: Address; a: string; b: string }) {
  const t = useTexts();
  const interval = intervals.find(i => i === address.settings.get('interval')) ?? 'WEEK';
  const variables = {
    a,
    b,
    interval,
    since: address.settings.get('since'),
    until: address.settings.get('until'),
    ofA: { by: [a], to: [b] },
    ofB: { by: [b], to: [a] },
    ...lensOf(address.settings),
  };
  const answer = useAnswer(TensionDocument, variables);
  const shown = answer.state === 'here' ? answer.data : answer.state === 'loading' ? answer.earlier : undefined;
  if (!shown) {
    return answer.state === 'here' ? null : <Waiting answer={answer} />;
  }
  const sides = [shown.a, shown.b].map((actor, i) => actor ?? { id: [a, b][i]!, name: [a, b][i]! });
  const ladder = (since: string, until: string) =>
    hrefOf(withSettings({ view: 'ladder', id: '', settings: lensAlone(address.settings) }, { between: `${a},${b}`, since, until }));
  return (
    <>
      <p class="lede">{t.tension.lede(sides[0]!.name, sides[1]!.name)}</p>
      <p class="choices">
        {intervals.map(i => (
          <a key={i} href={hrefOf(withSettings(address, { between: `${a},${b}`, interval: i }))} aria-current={i === interval ? 'true' : undefined}>
            {t.tension.intervals[i]}
          </a>
        ))}
        <Asked document={TensionDocument} variables={variables} />
      </p>
      <Controls inUse={hasLens(address.settings)}>
        <LensBar address={address} sides={sides} />
      </Controls>
      {shown.tension.buckets.length === 0 && <Nothing />}
      {sides.map(side => (
        <Bars
          key={side.id}
          name={side.name}
          buckets={shown.tension.buckets.filter(bucket => bucket.from.id === side.id)}
          scale={scaleOf(shown.tension.buckets)}
          hrefOf={ladder}
        />
      ))}
      {shown.tension.undatedCount > 0 && <p class="note">{t.tension.undated(shown.tension.undatedCount)}</p>}
      <h2>{t.tension.speed}</h2>
      <div class="curves">
        {[shown.byA, shown.byB].map((times: SpeedFragment, i) => (
          <Curve key={i} title={t.tension.answersOf(sides[i]!.name, sides[1 - i]!.name)} times={times} />
        ))}
      </div>
    </>
  );
}
