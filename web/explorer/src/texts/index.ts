// The texts in the language that the reader has chosen, or that the browser prefers.

import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { ar } from './ar';
import { en, type Texts } from './en';

export const languages: readonly Texts[] = [en, ar];

export const TextsContext = createContext<Texts>(en);
export const useTexts = () => useContext(TextsContext);

export const languageOf = (code: string | null): Texts | undefined => languages.find(l => l.code === code);

export const preferred = (): Texts =>
  navigator.languages.map(tag => languageOf(tag.split('-')[0]!)).find(found => found !== undefined) ?? en;
