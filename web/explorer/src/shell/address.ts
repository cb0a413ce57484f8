// Where the page is: the view, its subject and its settings, all of them in the URL, so that a link restores what was seen.

import { useEffect, useState } from 'preact/hooks';

export const views = ['ladder', 'tension', 'unanswered', 'search', 'act'] as const;
export type View = (typeof views)[number];

export interface Address {
  view: View;
  id: string; // of what the view shows; '' for none
  settings: URLSearchParams;
}

/** The folder under which the server has everything, whatever prefix a proxy puts before it: this script lies in explorer/. */
export const root = new URL('..', new URL(document.querySelector<HTMLScriptElement>('script[src]')!.src));

export function addressOf(url: URL): Address {
  const [first = '', ...rest] = url.pathname.slice(root.pathname.length).split('/');
  const view = views.find(v => v === first) ?? 'ladder';
  return { view, id: decodeURIComponent(rest.join('/')), settings: url.searchParams };
}

/** The URL of an address. Commas stand as they are: they part the ids of a list. */
export function hrefOf({ view, id, settings }: Address): string {
  const path = view === 'ladder' ? '' : view + (id && '/' + encodeURIComponent(id));
  const query = settings.toString().replaceAll('%2C', ',').replaceAll('%3A', ':');
  return root.pathname + path + (query && '?' + query);
}

/** The address with some settings changed: '' takes one away. */
export function withSettings(address: Address, changes: Record<string, string>): Address {
  const settings = new URLSearchParams(address.settings);
  for (const [name, value] of Object.entries(changes)) {
    if (value) {
      settings.set(name, value);
    } else {
      settings.delete(name);
    }
  }
  return { ...address, settings };
}

export const listOf = (settings: URLSearchParams, name: string) => settings.get(name)?.split(',').filter(Boolean) ?? [];

const changed = 'addresschange';

/** Goes to an address; replace leaves no step for the back button, as of a selection that is only looked at. */
export function go(address: Address, replace = false) {
  const href = hrefOf(address);
  if (href === location.pathname + location.search) {
    return;
  }
  history[replace ? 'replaceState' : 'pushState'](null, '', href);
  dispatchEvent(new Event(changed));
}

/** The address now, and with every change of it. */
export function useAddress(): Address {
  const [address, set] = useState(() => addressOf(new URL(location.href)));
  useEffect(() => {
    const read = () => set(addressOf(new URL(location.href)));
    for (const event of ['popstate', changed]) {
      addEventListener(event, read);
    }
    return () => ['popstate', changed].forEach(event => removeEventListener(event, read));
  }, []);
  return address;
}

/** Follows a plain click on a link to another view without loading the page anew. */
export function follow(event: MouseEvent) {
  const link = (event.target as Element).closest('a');
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!link || !plain || event.defaultPrevented || link.hasAttribute('download') || link.target || link.origin !== location.origin) {
    return;
  }
  const url = new URL(link.href);
  const first = url.pathname.slice(root.pathname.length).split('/')[0] ?? '';
  if (url.pathname.startsWith(root.pathname) && (first === '' || (views as readonly string[]).includes(first))) {
    event.preventDefault();
    go(addressOf(url));
  }
}
