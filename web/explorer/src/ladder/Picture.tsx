import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useTexts } from '../texts';
import { dateText } from '../texts/dates';
import { arcs, type Arc } from './arcs';
import { inOrder, seen, type ActsRow, type Arrangement, type Lane } from './arrange';
import { Card } from './Card';
import { Choice } from './Choice';
import { measured } from './measure';

interface Props {
  arranged: Arrangement;
  chosen: string;
  modes: readonly string[]; // only answers of these stand out; none means all
  left: ReadonlySet<string> | undefined; // by a lens: the rest falls away; undefined without one
  onChoose(id: string): void;
}

const lanes = ['left', 'middle', 'right'] as const;

/** The ladder as a picture: real buttons, with lines drawn behind them. */
export function Picture({ arranged, chosen, modes, left: stays, onChoose }: Props) {
  const t = useTexts();
  const frame = useRef<HTMLDivElement>(null);
  const [unfolded, unfold] = useState<ReadonlySet<string>>(new Set());
  const [drawn, setDrawn] = useState<{ arcs: Arc[]; height: number }>({ arcs: [], height: 0 });
  const [choice, setChoice] = useState<{ from: string; to: string[]; answers: boolean }>();
  const rows = useMemo(() => seen(arranged.rows, unfolded), [arranged, unfolded]);
  const order = useMemo(() => inOrder(rows), [rows]);
  const shownLinks = useMemo(() => arranged.links.filter(l => !modes.length || modes.includes(l.mode)), [arranged, modes.join()]);
  const standing = useMemo(() => new Set(shownLinks.flatMap(l => [l.answer, l.trigger.id])), [shownLinks]);

  useLayoutEffect(() => {
    const draw = () => {
      const m = measured(frame.current!);
      setDrawn(m ? { arcs: arcs(shownLinks, arranged.lane, m), height: frame.current!.scrollHeight } : { arcs: [], height: 0 });
    };
    draw();
    const watch = new ResizeObserver(draw);
    watch.observe(frame.current!);
    return () => watch.disconnect();
  }, [arranged, shownLinks, unfolded, t]);

  // A link to an act leads to where it stands.
  useEffect(() => {
    if (chosen) {
      frame.current!.querySelector(`[data-act="${CSS.escape(chosen)}"]`)?.scrollIntoView({ block: 'nearest' });
    }
  }, [chosen]);

  const focus = (id: string) => frame.current!.querySelector<HTMLElement>(`[data-act="${CSS.escape(id)}"]`)?.focus();
  const arrive = (id: string) => {
    setChoice(undefined);
    onChoose(id);
    focus(id);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const id = (event.target as HTMLElement).dataset['act'];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape' && chosen) {
      onChoose('');
      return;
    }
    if (!id || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    if (step) {
      event.preventDefault();
      const next = order[order.indexOf(id) + step];
      if (next) {
        focus(next);
        if (chosen) {
          onChoose(next);
        }
      }
    } else if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
      event.preventDefault();
      const answers = (event.key === 'ArrowRight') === (t.direction === 'ltr');
      const ends = shownLinks.filter(l => (answers ? l.trigger.id : l.answer) === id).map(l => (answers ? l.answer : l.trigger.id));
      const to = order.filter(other => ends.includes(other));
      if (to.length === 1) {
        arrive(to[0]!);
      } else if (to.length > 1) {
        setChoice({ from: id, to, answers });
      }
    }
  };

  const reached = order.includes(chosen) ? chosen : order[0];
  const [left, right] = arranged.sides;
  return (
    <div class="picture" ref={frame} onKeyDown={onKeyDown}>
      <div class="heads">
        <h2 class="left">{left?.name}</h2>
        <span class="gutter" data-gutter="left" />
        <span class="middle">{t.ladder.others}</span>
        <span class="gutter" data-gutter="right" />
        <h2 class="right">{right?.name}</h2>
      </div>
      <svg class="arcs" height={drawn.height} aria-hidden="true">
        {drawn.arcs.map(({ link, trunk, branch, end, faint }) => {
          const near = chosen === link.answer || chosen === link.trigger.id;
          return (
            <g key={link.id} class={`arc ${link.escalation} ${link.basis}${near ? ' near' : chosen ? ' far' : ''}${faint ? ' faint' : ''}${stays && !stays.has(link.id) ? ' gone' : ''}`}>
              <path class="trunk" d={trunk} />
              <path d={branch} />
              <path class="head" d={end.toLeft ? `M${end.x} ${end.y} l-6 -3.5 v7 Z` : `M${end.x} ${end.y} l6 -3.5 v7 Z`} />
            </g>
          );
        })}
      </svg>
      <ol class="rows">
        {rows.map(row => (
          <li key={row.key + row.kind} class={`row ${row.kind}`}>
            {row.kind === 'quiet' ? (
              <p>{t.ladder.quiet(row.days)}</p>
            ) : row.kind === 'fold' ? (
              <button type="button" onClick={() => unfold(new Set([...unfolded, row.key]))}>
                {t.ladder.folded(dateText(row.from === row.to ? row.from : `${row.from}/${row.to}`, t), row.acts)}
              </button>
            ) : (
              <>
                {(row.kind === 'day' || row.label) && <h3>{row.exact ? dateText(row.exact, t) : t.ladder.undated}</h3>}
                {row.kind === 'acts' && lanes.map(lane => cell(row, lane))}
              </>
            )}
          </li>
        ))}
      </ol>
      {choice && (
        <Choice
          label={(choice.answers ? t.ladder.choose : t.ladder.chooseTrigger)(arranged.acts.get(choice.from)!.title)}
          acts={choice.to.map(id => arranged.acts.get(id)!)}
          onChoose={arrive}
          onLeave={() => {
            setChoice(undefined);
            focus(choice.from);
          }}
        />
      )}
    </div>
  );

  function cell(row: ActsRow, lane: Lane) {
    return (
      <div key={lane} class={`cell ${lane}`}>
        {row.lanes[lane]?.map(act => (
          <Card
            key={act.id}
            act={act}
            lane={lane}
            side={lane === 'middle' ? undefined : arranged.sides[lane === 'left' ? 0 : 1]?.name}
            exact={row.exact}
            answers={arranged.answers.get(act.id) ?? []}
            chosen={act.id === chosen}
            stepsBack={modes.length > 0 && !standing.has(act.id)}
            left={stays}
            reached={act.id === reached}
            onChoose={onChoose}
          />
        ))}
      </div>
    );
  }
}
