import type { TensionQuery } from '../operations';
import { useTexts } from '../texts';
import { dateText } from '../texts/dates';

type Bucket = TensionQuery['tension']['buckets'][number];

const height = 120; // px of the picture, cooperation above the line and conflict below
const width = 960; // units of its own, which the page stretches

const conflict = (b: Bucket) => b.quadCounts.verbalConflict + b.quadCounts.materialConflict;
const cooperation = (b: Bucket) => b.quadCounts.verbalCooperation + b.quadCounts.materialCooperation;

/** The most acts of a period, of cooperation and of conflict: one scale for both sides, so that they compare. */
export interface Scale {
  up: number;
  down: number;
}

export const scaleOf = (buckets: readonly Bucket[]): Scale => ({
  up: Math.max(1, ...buckets.map(cooperation)),
  down: Math.max(1, ...buckets.map(conflict)),
});

interface Props {
  name: string;
  buckets: readonly Bucket[];
  scale: Scale;
  hrefOf(since: string, until: string): string;
}

/** What one side did to the other, period by period: signed counts, for a mean of one act misleads. A period leads to its ladder. */
export function Bars({ name, buckets, scale: { up, down }, hrefOf }: Props) {
  const t = useTexts();
  if (buckets.length === 0) {
    return null;
  }
  const unit = (height - 36) / (up + down);
  const line = 18 + up * unit;
  const step = width / buckets.length;
  const peaks = new Set([most(buckets, conflict), most(buckets, cooperation)]);
  const [first, last] = [buckets[0]!, buckets[buckets.length - 1]!];
  return (
    <figure class="bars">
      <figcaption>
        <h2>
          <bdi>{name}</bdi>
        </h2>
      </figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} role="group" aria-label={t.tension.barsOf(name)}>
        <path class="axis" d={`M0 ${line} H${width}`} />
        {buckets.map((b, i) => {
          const [good, bad] = [cooperation(b), conflict(b)];
          const neutral = b.quadCounts.neutral;
          if (b.count === 0) {
            return null;
          }
          const x = i * step + step * 0.1;
          const w = Math.max(1, step * 0.8);
          const text = t.tension.period(dateText(`${b.start}/${b.end}`, t), bad, good, neutral);
          return (
            <a key={b.start} href={hrefOf(b.start, b.end)} aria-label={text}>
              <title>{text}</title>
              <rect class="reach" x={i * step} y={0} width={step} height={height} />
              <rect class="cooperation" x={x} y={line - good * unit} width={w} height={good * unit} />
              <rect class="conflict" x={x} y={line} width={w} height={bad * unit} />
              {good + bad === 0 && <circle class="neutral" cx={x + w / 2} cy={line} r={2.5} />}
            </a>
          );
        })}
        <g aria-hidden="true">
          {buckets.map((b, i) => {
            const [good, bad, x] = [cooperation(b), conflict(b), (i + 0.5) * step];
            return (
              peaks.has(b) && [
                bad > 0 && <text key="down" x={x} y={line + bad * unit + 13}>{bad}</text>,
                good > 0 && <text key="up" x={x} y={line - good * unit - 4}>{good}</text>,
              ]
            );
          })}
        </g>
      </svg>
      <div class="span" aria-hidden="true">
        <span>{dateText(first.start, t)}</span>
        <span>{dateText(last.end, t)}</span>
      </div>
    </figure>
  );
}

/** The first period with most of something. */
function most(buckets: readonly Bucket[], of: (b: Bucket) => number): Bucket {
  return buckets.reduce((best, b) => (of(b) > of(best) ? b : best));
}
