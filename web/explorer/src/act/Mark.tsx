import type { Escalation } from '../operations';

const shapes: Record<Escalation, string> = {
  ESCALATE: 'M5 1 L9.5 9 H0.5 Z',
  NEUTRAL: 'M1.5 3.5 H8.5 V6.5 H1.5 Z',
  DEESCALATE: 'M0.5 1 H9.5 L5 9 Z',
};

/** What an answer does to the tension, as a shape beside its colour: up, level, down. The words beside it say the same. */
export function Mark({ escalation }: { escalation: Escalation }) {
  return (
    <svg class={`mark ${escalation}`} viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
      <path d={shapes[escalation]} />
    </svg>
  );
}
