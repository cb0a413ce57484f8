// A query and its variables in the address, behind the #, so that they are sent to nobody: #query=…&variables=…

export type Linked = { query: string; variables: string };

/** What the address brings along, if it does. */
export function linked(hash: string): Linked | null {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  const query = given.get('query');
  return query ? { query, variables: given.get('variables') ?? '' } : null;
}

/** The address that opens these. */
export function linkTo(page: URL, { query, variables }: Linked): string {
  const link = new URL(page);
  link.hash = new URLSearchParams(variables.trim() ? { query, variables } : { query }).toString();
  return link.href;
}

/** Whether running it changes nothing: a link must not make its reader write. */
export const onlyReads = (query: string) => !/\b(mutation|subscription)\b/.test(query);
