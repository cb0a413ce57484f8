// Where the lines from acts to their answers run: downwards in the gutters between the columns, one line for all answers to one act,
// and across at the height of the words that say what is answered. Nothing here knows of the page: it takes and gives pixels.

import type { Lane, Link } from './arrange';

export interface Box {
  left: number;
  right: number;
  top: number;
  height: number;
}

export interface Measured {
  acts: ReadonlyMap<string, Box>;
  lines: ReadonlyMap<string, number>; // of each link, the middle of its words on the answering card
  gutters: { left: Box; right: Box };
}

export interface Arc {
  link: Link;
  trunk: string; // from the act down its gutter: shared by all answers to it
  branch: string; // from there to the answer
  end: { x: number; y: number; toLeft: boolean };
  faint: boolean; // there is no room for it: it is drawn only while one of its acts is chosen
}

interface Bundle {
  gutter: 'left' | 'right';
  from: number;
  until: number;
  start: { x: number; y: number };
  links: Link[];
}

const spacing = 9; // px between tracks
const radius = 6;

/** The gutter in which the answers to an act run: beside its column; from the middle, beside that of the answer. */
const gutterOf = (trigger: Lane, answer: Lane) => (trigger === 'middle' ? (answer === 'right' ? 'right' : 'left') : trigger);

/** The corner from a track at x to an end at toX, at the height y. */
function bend(x: number, y: number, toX: number): string {
  const r = Math.min(radius, Math.abs(toX - x));
  return `Q${x} ${y} ${x + (toX > x ? r : -r)} ${y} H${toX}`;
}

export function arcs(links: readonly Link[], lane: ReadonlyMap<string, Lane>, m: Measured): Arc[] {
  const bundles = new Map<string, Bundle>();
  for (const link of links) {
    const from = m.acts.get(link.trigger.id);
    const y = m.lines.get(link.id);
    if (!from || y === undefined || !m.acts.has(link.answer)) {
      continue;
    }
    const triggerLane = lane.get(link.trigger.id)!;
    const gutter = gutterOf(triggerLane, lane.get(link.answer)!);
    const box = m.gutters[gutter];
    const key = `${link.trigger.id} ${gutter}`;
    const start = { x: from.right <= box.left + 1 ? from.right : from.left, y: from.top + Math.min(from.height / 2, 18) };
    const bundle = bundles.get(key) ?? { gutter, from: start.y, until: start.y, start, links: [] };
    bundle.from = Math.min(bundle.from, y);
    bundle.until = Math.max(bundle.until, y);
    bundle.links.push(link);
    bundles.set(key, bundle);
  }
  const out: Arc[] = [];
  const ends: Record<'left' | 'right', number[]> = { left: [], right: [] }; // of each track, where its last bundle ends
  for (const b of [...bundles.values()].sort((x, y) => x.from - y.from || y.until - x.until)) {
    const box = m.gutters[b.gutter];
    const room = Math.max(1, Math.floor((box.right - box.left - 2 * radius) / spacing));
    let track = ends[b.gutter].findIndex(end => end < b.from - spacing);
    if (track < 0) {
      track = ends[b.gutter].length;
    }
    const faint = track >= room;
    if (!faint) {
      ends[b.gutter][track] = b.until;
    }
    const x = box.left + radius + (faint ? room - 0.5 : track) * spacing;
    for (const link of b.links) {
      const to = m.acts.get(link.answer)!;
      const y = m.lines.get(link.id)!;
      const toLeft = to.left >= x; // the answer lies right of the track, and is entered at its left edge
      const endX = toLeft ? to.left : to.right;
      const down = y >= b.start.y;
      const toCard = b.start.x > x ? -radius : radius; // from the act towards the track
      const turnIn = down ? radius : -radius;
      const level = Math.abs(y - b.start.y) < 2 * radius;
      const trunk = level
        ? ''
        : `M${b.start.x} ${b.start.y} H${x - toCard} Q${x} ${b.start.y} ${x} ${b.start.y + turnIn} V${y - turnIn}`;
      const branch = level ? `M${b.start.x} ${b.start.y} L${endX} ${y}` : `M${x} ${y - turnIn} ${bend(x, y, endX)}`;
      out.push({ link, trunk, branch, end: { x: endX, y, toLeft }, faint });
    }
  }
  return out;
}
