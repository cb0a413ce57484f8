// Stands in for the package `entities`, whose tables of named characters would add 77 kB: a browser knows them all.

export function decodeHTML(text: string): string {
  const reader = document.createElement('textarea');
  reader.innerHTML = text;
  return reader.value;
}

export const decodeHTMLStrict = decodeHTML;
