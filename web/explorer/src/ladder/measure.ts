// Where things stand on the page: the only part of the ladder that asks the browser for sizes.

import type { Box, Measured } from './arcs';

/** Boxes relative to the frame; nothing where the columns are not beside each other, as on a phone, or where it is not laid out. */
export function measured(frame: HTMLElement): Measured | undefined {
  const origin = frame.getBoundingClientRect();
  const box = (e: Element): Box => {
    const r = e.getBoundingClientRect();
    return { left: r.left - origin.left, right: r.right - origin.left, top: r.top - origin.top, height: r.height };
  };
  const gutters = [...frame.querySelectorAll('[data-gutter]')].map(box).sort((a, b) => a.left - b.left);
  const [left, right] = gutters;
  if (!left || !right || left.right - left.left < 8) {
    return undefined;
  }
  // A lane is named as in a text that runs from left to right; in the other direction the gutters change places.
  const rtl = getComputedStyle(frame).direction === 'rtl';
  const acts = new Map<string, Box>();
  for (const card of frame.querySelectorAll<HTMLElement>('[data-act]')) {
    acts.set(card.dataset['act']!, box(card));
  }
  const lines = new Map<string, number>();
  for (const line of frame.querySelectorAll<HTMLElement>('[data-link]')) {
    lines.set(line.dataset['link']!, box(line).top + 9);
  }
  return { acts, lines, gutters: rtl ? { left: right, right: left } : { left, right } };
}
