import type { SpeedFragment } from '../operations';
import { useTexts } from '../texts';

const [width, height] = [320, 120];
const days = 60; // shown; what is answered later is told by the end of the curve

/** The share of acts that still wait, day by day, with its interval; never without the number of acts. */
export function Curve({ title, times }: { title: string; times: SpeedFragment }) {
  const t = useTexts();
  const { n, events, censored, medianDays, medianDaysLow, medianDaysHigh, curve } = times;
  const x = (day: number) => (Math.min(day, days) / days) * width;
  const y = (share: number) => 6 + (1 - share) * (height - 12);
  const steps = (of: (step: NonNullable<typeof curve>[number]) => number | null) => {
    let path = `M0 ${y(1)}`;
    for (const step of curve ?? []) {
      const share = of(step);
      path += share === null ? '' : ` H${x(step.days)} V${y(share)}`;
    }
    return `${path} H${width}`;
  };
  return (
    <figure class="curve">
      <figcaption>
        <h3>
          <bdi>{title}</bdi>
        </h3>
        <p>
          {t.tension.n(n, events, censored)} {medianDays === null ? (curve ? t.tension.noMedian : t.tension.few) : t.tension.median(medianDays, medianDaysLow, medianDaysHigh)}
        </p>
      </figcaption>
      {curve && (
        <>
          <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={title}>
            <path class="axis" d={`M0 ${y(0)} H${width} M0 ${y(0.5)} H${width}`} />
            <path class="bound" d={steps(s => s.waitingLow)} />
            <path class="bound" d={steps(s => s.waitingHigh)} />
            <path class="line" d={steps(s => s.waiting)} />
          </svg>
          <div class="span" aria-hidden="true">
            <span>{t.tension.day(0)}</span>
            <span>{t.tension.day(days)}</span>
          </div>
        </>
      )}
    </figure>
  );
}
