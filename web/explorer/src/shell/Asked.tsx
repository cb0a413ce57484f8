import type { TypedDocumentString } from '../operations';
import { useTexts } from '../texts';
import { root } from './address';

/** A link to the playground, with the query that the view has asked: for who builds on the API, or doubts a figure. */
export function Asked<R, V>({ document, variables }: { document: TypedDocumentString<R, V>; variables: V }) {
  const t = useTexts();
  const link = new URLSearchParams({ query: document.toString().trim(), variables: JSON.stringify(variables, null, 2) });
  return (
    <a class="asked" href={`${root.pathname}playground/#${link}`}>
      {t.asked}
    </a>
  );
}
