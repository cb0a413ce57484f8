import { usePluginStore } from '@graphiql/react';
import { themes, useTheme, type Theme } from './theme';
import { TokenDialog } from './TokenDialog';

type Props = {
  token: string;
  onToken(token: string): void;
};

/** Which earlier state of a store is served, as the server wrote it into the page; '' for a store as it is now. */
const recorded = document.querySelector<HTMLMetaElement>('meta[name="recorded"]')?.content ?? '';

/** The product's name, a button for each panel, the token and the theme. */
export function Header({ token, onToken }: Props) {
  const { plugins, visiblePlugin, setVisiblePlugin } = usePluginStore();
  const [theme, setTheme] = useTheme();
  return (
    <header className="header">
      <h1 className="brand">
        <img src="icon.svg" alt="" width="24" height="24" />
        <span>
          Demarche <small>playground</small>
        </span>
      </h1>
      {recorded && (
        <p className="recorded" title="An earlier state of the store, by its log. It does not change.">
          {recorded}
        </p>
      )}
      <nav className="panels" aria-label="Panels">
        {plugins.map(plugin => (
          <button
            key={plugin.title}
            type="button"
            className="tool"
            aria-pressed={plugin === visiblePlugin}
            onClick={() => setVisiblePlugin(plugin === visiblePlugin ? null : plugin)}
          >
            <plugin.icon />
            {labels[plugin.title] ?? plugin.title}
          </button>
        ))}
      </nav>
      <div className="settings">
        <TokenDialog token={token} onChange={onToken} />
        <button
          type="button"
          className="tool"
          title="Theme: as the system has it, light, or dark"
          onClick={() => setTheme(themes[(themes.indexOf(theme) + 1) % themes.length]!)}
        >
          <ThemeIcon theme={theme} />
          <span className="theme-name">{theme}</span>
        </button>
      </div>
    </header>
  );
}

/** Shorter than the plugins' own titles. */
const labels: Record<string, string> = { 'Documentation Explorer': 'Docs' };

function ThemeIcon({ theme }: { theme: Theme }) {
  const sun = 'M8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M3 13l1-1M12 4l1-1';
  return (
    <svg viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" aria-hidden="true">
      {theme === 'light' && (
        <>
          <circle cx="8" cy="8" r="3" />
          <path d={sun} />
        </>
      )}
      {theme === 'dark' && <path d="M13.5 9.5A6 6 0 0 1 6.5 2.5a6 6 0 1 0 7 7Z" strokeLinejoin="round" />}
      {theme === 'auto' && (
        <>
          <circle cx="8" cy="8" r="6" />
          <path d="M8 2a6 6 0 0 1 0 12Z" fill="currentColor" />
        </>
      )}
    </svg>
  );
}
