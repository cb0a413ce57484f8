import { Mark } from '../act/Mark';
import { useTexts } from '../texts';
import { dateText } from '../texts/dates';
import type { Act, Lane, Link } from './arrange';

const shownAnswers = 4; // links on a card; the rest is told by number, and listed beside it

interface Props {
  act: Act;
  lane: Lane;
  side: string | undefined; // of the column; undefined for the middle, where a card names its own
  exact: string | null; // the date above it, when the act's own need not be said again
  answers: readonly Link[]; // to it
  chosen: boolean;
  stepsBack: boolean;
  left: ReadonlySet<string> | undefined; // by a lens
  reached: boolean; // by the tab key: one card at a time
  onChoose(id: string): void;
}

/** An act as a button: what was done, what it answers and how, who keeps silent on it. */
export function Card({ act, lane, side, exact, answers, chosen, stepsBack, left, reached, onChoose }: Props) {
  const t = useTexts();
  const links = act.respondsTo.nodes;
  const falls = (id: string) => (left && !left.has(id) ? 'gone' : '');
  const status = t.act.status[act.status];
  const more = act.respondsTo.totalCount - Math.min(links.length, shownAnswers);
  const classes = ['card', lane, act.basis, act.type, stepsBack && 'back', falls(act.id)].filter(Boolean).join(' ');
  const own = side === undefined ? act.sides.map(s => s.name).join(', ') : '';
  return (
    <button type="button" class={classes} data-act={act.id} aria-pressed={chosen} tabIndex={reached ? 0 : -1} onClick={() => onChoose(act.id)}>
      {side ? <span class="unseen">{side}: </span> : own && <span class="side">{own}</span>}
      <span class="title">
        <bdi>{act.title}</bdi>
        {status && <span class="tag">{status}</span>}
        {falls(act.id) && <span class="tag">{t.lens.fallsAway}</span>}
      </span>
      {act.date && act.date !== exact && <span class="date">{dateText(act.date, t)}</span>}
      {links.slice(0, shownAnswers).map(l => (
        <span key={l.id} class={`how ${l.escalation} ${falls(l.id)}`} data-link={l.id}>
          <Mark escalation={l.escalation} />
          <span>
            {t.ladder.answers(t.modes[l.mode], l.trigger.title)}
            <span class="aside">
              {typeof l.delayDays === 'number' && `, ${t.ladder.delay(l.delayDays)}`}
              {l.basis === 'INFERRED' && `, ${t.ladder.inferredMark}`}
            </span>
          </span>
        </span>
      ))}
      {more > 0 && <span class="aside">{t.ladder.moreAnswers(more)}</span>}
      {act.silences.map(s => (
        <span key={s.id} class={`silence ${s.basis}${s.endedBy ? ' ended' : ''} ${falls(s.id)}`}>
          <svg viewBox="0 0 26 10" width="26" height="10" aria-hidden="true">
            <path d="M0 5 H18" class={s.basis === 'INFERRED' ? 'INFERRED' : ''} />
            <circle cx="21" cy="5" r="3.5" />
          </svg>
          <span>
            {s.kind === 'NO_EXPLANATION' ? t.ladder.silentOnOwn(s.actor.name) : t.ladder.silentOnOther(s.actor.name)}
            <span class="aside">
              {s.asOf && ` ${t.ladder.asOf(dateText(s.asOf, t))}`}
              {s.endedBy && `, ${t.ladder.ended}`}
              {s.basis === 'INFERRED' && `, ${t.ladder.inferredMark}`}
            </span>
          </span>
        </span>
      ))}
      {(answers.length > 0 || act.claims.totalCount > 0) && (
        <span class="aside">
          {[
            answers.length > 0 && t.ladder.answeredBy(new Set(answers.map(l => l.answer)).size),
            act.claims.totalCount > 0 && t.ladder.claims(act.claims.totalCount),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      )}
    </button>
  );
}
