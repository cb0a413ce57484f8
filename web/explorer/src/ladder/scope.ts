// Which acts a ladder shows: of a dataset, of an episode, or of two sides. The address says so; the first page shows the founding case.

import type { ActionFilter } from '../operations';
import { listOf } from '../shell/address';
import first from './first.json';

export interface Scope {
  between: string[]; // the sides in the order of the address; none when they follow from the acts
  filter: ActionFilter;
}

/** Whether an address leaves it to the page what it shows. */
export const isFirst = (settings: URLSearchParams) => !['between', 'episode', 'dataset'].some(name => settings.has(name));

/** The scope of an address. An occurrence that either side answers belongs to two sides. */
export function scopeOf(settings: URLSearchParams): Scope {
  const days = { since: settings.get('since'), until: settings.get('until') };
  const window = Object.fromEntries(Object.entries(days).filter(([, day]) => day));
  const between = listOf(settings, 'between');
  if (between.length === 2) {
    return { between, filter: { or: [{ between }, { answeredBy: between, type: ['OCCURRENCE'] }], ...window } };
  }
  const episode = settings.get('episode');
  if (episode) {
    return { between: [], filter: { episode: [episode], ...window } };
  }
  const dataset = settings.get('dataset');
  return { between: [], filter: { ...(dataset ? { dataset: [dataset] } : first.filter), ...window } };
}
