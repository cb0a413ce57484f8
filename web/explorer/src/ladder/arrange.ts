// From acts to rows: two sides as columns, time downwards, what nobody's side did in the middle.

import type { LadderQuery } from '../operations';

export type Act = LadderQuery['actions']['nodes'][number];
export type Link = Act['respondsTo']['nodes'][number] & { answer: string };
export type Lane = 'left' | 'middle' | 'right';

export interface Side {
  id: string;
  name: string;
}

export interface Dated {
  exact: string | null; // EDTF; null for what is undated
}

export type ActsRow = Dated & {
  kind: 'acts';
  key: string;
  label: boolean; // the first of its date, which is said beside it
  lanes: Partial<Record<Lane, Act[]>>;
};

export type Row =
  | (Dated & { kind: 'day'; key: string }) // above acts that stand in the middle themselves
  | { kind: 'quiet'; key: string; days: number }
  | { kind: 'fold'; key: string; acts: number; from: string; to: string; rows: Row[] } // days: of what joins nothing
  | ActsRow;

export interface Arrangement {
  sides: [Side | undefined, Side | undefined];
  rows: Row[];
  acts: Map<string, Act>; // in the order of the page
  lane: Map<string, Lane>;
  links: Link[]; // between acts that are both here
  answers: Map<string, Link[]>; // of each act here, by whatever is here
}

const quietDays = 14; // without an act are said in words
const manyActs = 40; // of more, days on which nothing answers or is answered are folded
const folded = 3; // such acts on end, at least

/**
 * The two sides with most links between them, then with most acts. Asked for by name, they stand in the order asked for; else the side
 * whose act is answered first stands left, where reading begins.
 */
export function sidesOf(acts: readonly Act[], between: readonly string[]): [Side | undefined, Side | undefined] {
  const byID = new Map(acts.map(a => [a.id, a]));
  const sides = new Map<string, Side & { state: boolean; weight: number }>();
  const pairs = new Map<string, number>();
  for (const act of acts) {
    for (const s of act.sides) {
      const known = sides.get(s.id) ?? { ...s, state: s.kind === 'STATE', weight: 0 };
      known.weight++;
      sides.set(s.id, known);
    }
    for (const { trigger } of act.respondsTo.nodes) {
      for (const by of act.sides) {
        for (const to of byID.get(trigger.id)?.sides ?? []) {
          if (by.id !== to.id) {
            const pair = [by.id, to.id].sort().join(' ');
            pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
          }
        }
      }
    }
  }
  if (between.length === 2) {
    return between.map(id => sides.get(id) ?? { id, name: id }) as [Side, Side];
  }
  const busiest = [...pairs].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))[0]?.[0].split(' ');
  const chosen = busiest ?? [...sides.values()].sort((a, b) => +b.state - +a.state || b.weight - a.weight).slice(0, 2).map(s => s.id);
  const firstOf = (id: string) => acts.findIndex(a => a.sides.some(s => s.id === id));
  const [left, right] = chosen.sort((a, b) => firstOf(a) - firstOf(b)).map(id => sides.get(id));
  return [left, right];
}

/** The lane of an act: that of its side; the middle for what has none, has both, or has another. */
function laneOf(act: Act, [left, right]: Arrangement['sides']): Lane {
  const isLeft = act.sides.some(s => s.id === left?.id);
  const isRight = act.sides.some(s => s.id === right?.id);
  return isLeft === isRight ? 'middle' : isLeft ? 'left' : 'right';
}

const day = (text: string) => Date.parse(text + 'T00:00:00Z') / 86_400_000;

/** Acts of one date, by how many answers within that date they come after, so that an answer stands below what it answers. */
function levels(acts: readonly Act[]): Act[][] {
  const here = new Map(acts.map(a => [a.id, a]));
  const known = new Map<string, number>();
  const level = (act: Act): number => {
    const found = known.get(act.id);
    if (found !== undefined) {
      return found;
    }
    known.set(act.id, 0); // a cycle ends here
    const before = act.respondsTo.nodes.map(r => here.get(r.trigger.id)).filter(t => t !== undefined && t !== act);
    const own = before.length ? 1 + Math.max(...before.map(t => level(t!))) : 0;
    known.set(act.id, own);
    return own;
  };
  const out: Act[][] = [];
  for (const act of acts) {
    (out[level(act)] ??= []).push(act);
  }
  return out.filter(Boolean);
}

export function arrange(acts: readonly Act[], between: readonly string[]): Arrangement {
  const sides = sidesOf(acts, between);
  const lane = new Map(acts.map(a => [a.id, laneOf(a, sides)]));
  const all = acts.flatMap(a => a.respondsTo.nodes.map(r => ({ ...r, answer: a.id })));
  const links = all.filter(l => lane.has(l.trigger.id) && l.trigger.id !== l.answer);
  const answers = new Map<string, Link[]>();
  for (const l of links) {
    answers.set(l.trigger.id, [...(answers.get(l.trigger.id) ?? []), l]);
  }
  const joined = (a: Act) => a.respondsTo.totalCount > 0 || answers.has(a.id) || a.silences.length > 0;
  const dates = new Map<string, Act[]>();
  for (const act of acts) {
    const key = act.earliest ? `${act.earliest}/${act.latest}` : 'undated';
    dates.set(key, [...(dates.get(key) ?? []), act]);
  }
  const rows: Row[] = [];
  let run: { acts: number; from: string; to: string; rows: Row[] } | undefined; // of days that may be folded
  const endRun = () => {
    if (run && run.acts >= folded) {
      rows.push({ kind: 'fold', key: `${run.from} fold`, ...run });
    } else if (run) {
      rows.push(...run.rows);
    }
    run = undefined;
  };
  let until: string | null | undefined; // the last day so far
  for (const [key, some] of dates) {
    const { earliest, latest } = some[0]!;
    const gap = earliest && until ? day(earliest) - day(until) - 1 : 0;
    until = latest && (!until || latest > until) ? latest : until;
    const alone = acts.length > manyActs && !!earliest && !some.some(joined);
    if (!alone || gap >= quietDays) {
      endRun();
    }
    if (gap >= quietDays) {
      rows.push({ kind: 'quiet', key: `${key} quiet`, days: gap });
    }
    const own = rowsOf(key, some, lane);
    if (alone) {
      run ??= { acts: 0, from: earliest, to: earliest, rows: [] };
      run.acts += some.length;
      run.to = latest ?? earliest;
      run.rows.push(...own);
    } else {
      rows.push(...own);
    }
  }
  endRun();
  return { sides, rows, acts: new Map(acts.map(a => [a.id, a])), lane, links, answers };
}

/** The rows of one date: answers below what they answer, and what stands in the middle in rows of its own, where no line crosses. */
function rowsOf(key: string, acts: readonly Act[], lane: ReadonlyMap<string, Lane>): Row[] {
  const exact = acts.find(a => a.date && !a.date.includes('~'))?.date ?? acts[0]!.date?.replaceAll('~', '') ?? null;
  const rows: ActsRow[] = [];
  levels(acts).forEach((level, i) => {
    for (const inside of [true, false]) {
      const lanes: ActsRow['lanes'] = {};
      for (const act of level.filter(a => (lane.get(a.id) === 'middle') === inside)) {
        (lanes[lane.get(act.id)!] ??= []).push(act);
      }
      if (Object.keys(lanes).length) {
        rows.push({ kind: 'acts', key: `${key} ${i} ${inside}`, exact, label: rows.length === 0 && !inside, lanes });
      }
    }
  });
  return rows[0]!.label ? rows : [{ kind: 'day', key, exact }, ...rows];
}

/** The rows that are seen: those of a fold stand for it once it is unfolded. */
export function seen(rows: readonly Row[], unfolded: ReadonlySet<string>): Row[] {
  return rows.flatMap(r => (r.kind === 'fold' && unfolded.has(r.key) ? r.rows : [r]));
}

/** The acts in the order in which a reader comes to them: by row, then left, middle, right. */
export function inOrder(rows: readonly Row[]): string[] {
  return rows.flatMap(r => (r.kind === 'acts' ? (['left', 'middle', 'right'] as const).flatMap(l => (r.lanes[l] ?? []).map(a => a.id)) : []));
}
