import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { useTexts } from '../texts';

interface Props {
  inUse: boolean; // so that nobody overlooks what narrows the view
  children: ComponentChildren;
}

/** What a reader may set. On a narrow page it is shut, for the first screen belongs to the picture. */
export function Controls({ inUse, children }: Props) {
  const t = useTexts();
  const [wide] = useState(() => matchMedia('(min-width: 720px)').matches);
  return (
    <details class="controls" open={wide || inUse}>
      <summary>{t.controls}</summary>
      {children}
    </details>
  );
}
