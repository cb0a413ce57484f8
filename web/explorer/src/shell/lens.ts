// The lens of an address: what was known by a day, without some sources, with what sources say alone. It goes from view to view.

import type { Basis, Reliability, SourceFilter } from '../operations';

export const lensSettings = ['knownOn', 'without', 'basis'] as const;

/** Grades that fall away when those below one are left out. */
const below: Record<string, Reliability[]> = { B: ['C', 'D', 'E', 'F'], C: ['D', 'E', 'F'] };

export interface LensVariables {
  knownOn?: string;
  basis?: Basis[];
  without?: SourceFilter;
}

/** Variables of @lens. `without` is grade:B, or owner: with the ids of those whose media are left out. */
export function lensOf(settings: URLSearchParams): LensVariables {
  const knownOn = settings.get('knownOn');
  const without = settings.get('without') ?? '';
  const [what, value = ''] = without.split(':');
  const reliability = what === 'grade' ? below[value] : undefined;
  const owner = what === 'owner' ? value.split(',').filter(Boolean) : [];
  return {
    ...(knownOn && { knownOn }),
    ...(settings.get('basis') === 'EXPLICIT' && { basis: ['EXPLICIT' as const] }),
    ...(reliability && { without: { reliability } }),
    ...(owner.length > 0 && { without: { owner } }),
  };
}

export const hasLens = (settings: URLSearchParams) => Object.keys(lensOf(settings)).length > 0;

/** The settings of a lens alone, for links to other views. */
export function lensAlone(settings: URLSearchParams): URLSearchParams {
  const own = new URLSearchParams();
  for (const name of lensSettings) {
    const value = settings.get(name);
    if (value) {
      own.set(name, value);
    }
  }
  return own;
}
