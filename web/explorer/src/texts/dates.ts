// Dates of EDTF, the part of it that the API uses, as words.

import type { Texts } from './en';

/** The form of a day, a month or a year, which says no more than is known. */
function form(text: string): Intl.DateTimeFormatOptions {
  const [, month, day] = text.split('-');
  return { year: 'numeric', ...(month && { month: 'long' }), ...(day && { day: 'numeric' }), timeZone: 'UTC' };
}

/** Gregorian in every language, for the dates are; the English of most of the world. */
const formatter = (text: string, { code }: Texts) =>
  new Intl.DateTimeFormat(code === 'en' ? 'en-GB' : `${code}-u-ca-gregory-nu-latn`, form(text));

const instant = (text: string) => new Date(`${text}${'0000-01-01'.slice(text.length)}T00:00:00Z`);

/** "27 June 2025", "about June 2025", "27–30 June 2025", "date unknown". */
export function dateText(edtf: string | null | undefined, t: Texts): string {
  if (!edtf) {
    return t.dates.unknown;
  }
  const plain = edtf.replaceAll('~', '');
  const [from, to] = plain.split('/') as [string, string?];
  const words = to ? formatter(from, t).formatRange(instant(from), instant(to)) : formatter(from, t).format(instant(from));
  return plain === edtf ? words : t.dates.about(words);
}
