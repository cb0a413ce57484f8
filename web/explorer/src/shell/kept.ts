// What a reader chose for this browser, and is no part of a link: theme and language. A browser that keeps nothing is no fault.

export function kept(name: string): string | null {
  try {
    return localStorage.getItem('demarche.' + name);
  } catch {
    return null;
  }
}

export function keep(name: string, value: string) {
  try {
    localStorage.setItem('demarche.' + name, value);
  } catch {
    // It holds for this page.
  }
}
