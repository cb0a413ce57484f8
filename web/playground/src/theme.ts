import { useEffect, useState } from 'react';
import { lasting } from './memory';

export const themes = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const systemDark = window.matchMedia('(prefers-color-scheme: dark)');

/** The reader's choice, kept between visits; `auto` follows the system, also when that changes at dusk. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState<Theme>(() => themes.find(known => known === lasting.get('theme')) ?? 'auto');

  useEffect(() => {
    lasting.set('theme', theme);
    apply(theme);
    const follow = () => apply(theme);
    systemDark.addEventListener('change', follow);
    return () => systemDark.removeEventListener('change', follow);
  }, [theme]);

  return [theme, setTheme];
}

/** GraphiQL's styles go by a class of the body. */
function apply(theme: Theme) {
  const dark = theme === 'dark' || (theme === 'auto' && systemDark.matches);
  document.body.classList.toggle('graphiql-dark', dark);
  document.body.classList.toggle('graphiql-light', !dark);
  document.documentElement.style.colorScheme = dark ? 'dark' : 'light';
}
