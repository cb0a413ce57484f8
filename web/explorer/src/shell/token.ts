// The token with which this browser tab asks, where a server wants one. The playground keeps it under the same name.

const name = 'demarche-playground:token';

let held = '';

export function token(): string {
  try {
    return sessionStorage.getItem(name) ?? held;
  } catch {
    return held; // a browser that keeps nothing
  }
}

export function setToken(text: string) {
  held = text;
  try {
    sessionStorage.setItem(name, text);
  } catch {
    // It holds until the page is left.
  }
}
