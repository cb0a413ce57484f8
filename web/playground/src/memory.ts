/** As much of a browser's store as this page and GraphiQL use. */
type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'clear' | 'length'>;

/** GraphiQL's own store: undefined lets it choose, which is localStorage where the browser allows that. */
export const graphiqlStore: Store | undefined = allowed('localStorage') ? undefined : untilReload();

/** What the page remembers between visits. */
export const lasting = open('localStorage');

/** What it remembers until the browser tab closes: the only place where a token is kept. */
export const passing = open('sessionStorage');

function open(name: 'localStorage' | 'sessionStorage') {
  const store = allowed(name) ? window[name] : untilReload();
  const keyed = (key: string) => `demarche-playground:${key}`;
  return {
    get: (key: string) => store.getItem(keyed(key)),
    set(key: string, value: string) {
      try {
        store.setItem(keyed(key), value);
      } catch {
        // The store is full: not remembered.
      }
    },
    remove: (key: string) => store.removeItem(keyed(key)),
  };
}

/** Browsers may refuse storage: with cookies blocked, in some private windows, in some frames. */
function allowed(name: 'localStorage' | 'sessionStorage'): boolean {
  try {
    return window[name] !== null;
  } catch {
    return false;
  }
}

function untilReload(): Store {
  const held = new Map<string, string>();
  return {
    getItem: key => held.get(key) ?? null,
    setItem: (key, value) => void held.set(key, value),
    removeItem: key => void held.delete(key),
    clear: () => held.clear(),
    get length() {
      return held.size;
    },
  };
}
