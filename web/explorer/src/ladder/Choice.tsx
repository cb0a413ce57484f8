import { useEffect, useRef } from 'preact/hooks';
import { useTexts } from '../texts';
import { dateText } from '../texts/dates';
import type { Act } from './arrange';

interface Props {
  label: string;
  acts: readonly Act[];
  onChoose(id: string): void;
  onLeave(): void;
}

/** Where several acts lie in the direction of an arrow key: up and down go among them, Enter takes one, Escape leaves. */
export function Choice({ label, acts, onChoose, onLeave }: Props) {
  const t = useTexts();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current!.showModal(), []);
  // While it is open, nothing behind it takes the focus.
  const close = (then: () => void) => {
    dialog.current!.close();
    then();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      const items = [...dialog.current!.querySelectorAll<HTMLElement>('li button')];
      items[(items.indexOf(document.activeElement as HTMLElement) + step + items.length) % items.length]?.focus();
    }
    event.stopPropagation();
  };
  return (
    <dialog
      ref={dialog}
      class="choice"
      aria-label={label}
      onKeyDown={onKeyDown}
      onCancel={event => {
        event.preventDefault();
        close(onLeave);
      }}
      onClick={event => event.target === dialog.current && close(onLeave)}
    >
      <p>{label}</p>
      <ul>
        {acts.map(act => (
          <li key={act.id}>
            <button type="button" onClick={() => close(() => onChoose(act.id))}>
              <bdi>{act.title}</bdi> <span class="aside">{dateText(act.date, t)}</span>
            </button>
          </li>
        ))}
      </ul>
    </dialog>
  );
}
