import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { lasting } from './memory';

type Props = {
  /** Names what is divided, for storage. */
  name: string;
  /** What the bar between the two does, for screen readers. */
  label: string;
  axis: 'x' | 'y';
  /** Share of the first part, 0 to 1, until the reader drags the bar. */
  initial: number;
  first: ReactNode;
  second: ReactNode;
};

const least = 0.15;

/** Two parts with a bar to drag, by mouse, finger or arrow keys. Without a first part, the second takes all. */
export function Split({ name, label, axis, initial, first, second }: Props) {
  const key = `split-${name}-${axis}`;
  const stored = Number(lasting.get(key));
  const [moved, setMoved] = useState<Record<string, number>>({});
  const share = moved[key] ?? (stored >= least && stored <= 1 - least ? stored : initial);
  const frame = useRef<HTMLDivElement>(null);

  function move(to: number) {
    const held = Math.min(1 - least, Math.max(least, to));
    setMoved({ ...moved, [key]: held });
    lasting.set(key, held.toFixed(3));
  }

  function drag(event: PointerEvent<HTMLDivElement>) {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) {
      return;
    }
    const box = frame.current!.getBoundingClientRect();
    move(axis === 'x' ? (event.clientX - box.left) / box.width : (event.clientY - box.top) / box.height);
  }

  function press(event: KeyboardEvent) {
    const [less, more] = axis === 'x' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    if (event.key === less || event.key === more) {
      event.preventDefault();
      move(share + (event.key === more ? 0.02 : -0.02));
    }
  }

  return (
    <div ref={frame} className={`split split-${axis}`}>
      {first ? (
        <div className="split-first" style={{ flexBasis: `${share * 100}%` }}>
          {first}
        </div>
      ) : null}
      {first ? (
        <div
          className="split-bar"
          role="separator"
          tabIndex={0}
          aria-label={label}
          aria-orientation={axis === 'x' ? 'vertical' : 'horizontal'}
          aria-valuenow={Math.round(share * 100)}
          onPointerDown={event => event.currentTarget.setPointerCapture(event.pointerId)}
          onPointerMove={drag}
          onDoubleClick={() => move(initial)}
          onKeyDown={press}
        />
      ) : null}
      <div className="split-second">{second}</div>
    </div>
  );
}
