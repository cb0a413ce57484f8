import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ActPage } from '../act/ActPage';
import { Ladder } from '../ladder/Ladder';
import { SearchPage } from '../search/SearchPage';
import { TensionPage } from '../tension/TensionPage';
import { UnansweredPage } from '../unanswered/UnansweredPage';
import { languageOf, languages, preferred, TextsContext, useTexts } from '../texts';
import { follow, go, hrefOf, root, useAddress, type Address, type View } from './address';
import { kept, keep } from './kept';
import { lensAlone } from './lens';

const themes = ['auto', 'light', 'dark'] as const;

/** Which earlier state of a store is served, as the server wrote it into the page; '' for a store as it is now. */
const recorded = document.querySelector<HTMLMetaElement>('meta[name=recorded]')?.content ?? '';

/** The whole page: what stands above every view, and the view that the address names. */
export function Explorer() {
  const address = useAddress();
  const [texts, setTexts] = useState(() => languageOf(kept('language')) ?? preferred());
  useEffect(() => {
    document.documentElement.lang = texts.code;
    document.documentElement.dir = texts.direction;
    document.title = `${texts.title} · ${texts.product}`;
    keep('language', texts.code);
  }, [texts]);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const typing = (event.target as Element).closest('input, textarea, select');
      if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        go({ view: 'search', id: '', settings: new URLSearchParams() });
      }
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
  return (
    <TextsContext.Provider value={texts}>
      <div class="page" onClick={follow}>
        <a class="skip" href="#main">
          {texts.skip}
        </a>
        <Header address={address} onLanguage={code => setTexts(languageOf(code) ?? texts)} />
        <Shown address={address} />
      </div>
    </TextsContext.Provider>
  );
}

const shown: Record<View, (props: { address: Address }) => VNode> = {
  ladder: Ladder,
  tension: TensionPage,
  unanswered: UnansweredPage,
  search: SearchPage,
  act: ActPage,
};

function Shown({ address }: { address: Address }) {
  const View = shown[address.view];
  return <View address={address} />;
}

function Header({ address, onLanguage }: { address: Address; onLanguage(code: string): void }) {
  const t = useTexts();
  const [theme, setTheme] = useState(() => kept('theme') ?? 'auto');
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
    keep('theme', theme);
  }, [theme]);
  const home: Address = { view: 'ladder', id: '', settings: lensAlone(address.settings) };
  return (
    <header class="top">
      <nav aria-label={t.product}>
        <a class="brand" href={hrefOf(home)}>
          {t.product}
        </a>
        {(['ladder', 'tension', 'unanswered', 'search'] as const).map(view => (
          <a key={view} href={hrefOf({ ...home, view })} aria-current={address.view === view ? 'page' : undefined}>
            {t.nav[view]}
          </a>
        ))}
        <a href={root.pathname + 'playground/'}>{t.nav.playground}</a>
      </nav>
      {recorded && (
        <p class="tag recorded" title={t.recorded}>
          {recorded}
        </p>
      )}
      <div class="choices">
        <label>
          <span class="unseen">{t.languageLabel}</span>
          <select value={t.code} onChange={e => onLanguage(e.currentTarget.value)}>
            {languages.map(l => (
              <option key={l.code} value={l.code}>
                {l.language}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span class="unseen">{t.theme.label}</span>
          <select value={theme} onChange={e => setTheme(e.currentTarget.value)}>
            {themes.map(name => (
              <option key={name} value={name}>
                {t.theme[name]}
              </option>
            ))}
          </select>
        </label>
      </div>
    </header>
  );
}
