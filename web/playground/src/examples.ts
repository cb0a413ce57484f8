/** One query of examples.json, which the server writes for the data that it holds. */
export type Example = {
  name: string;
  title: string;
  query: string;
  /** JSON, as it stands in the variables editor; empty when there are none. */
  variables: string;
  /** How to read the answer. */
  note: string;
};

/** The examples beside the page, in the file's order. A server that offers none, or a broken file, gives none. */
export async function loadExamples(page: URL): Promise<Example[]> {
  try {
    const response = await fetch(new URL('examples.json', page));
    const listed: unknown = response.ok ? await response.json() : [];
    return Array.isArray(listed) ? listed.flatMap(readExample) : [];
  } catch {
    return [];
  }
}

function readExample(item: unknown): Example[] {
  if (typeof item !== 'object' || item === null) {
    return [];
  }
  const { name, title, query, variables, note } = item as Record<string, unknown>;
  if (typeof query !== 'string' || query.trim() === '') {
    return [];
  }
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return [
    {
      name: text(name) || query,
      title: text(title) || text(name) || 'Untitled',
      query,
      variables: isEmptyObject(text(variables)) ? '' : text(variables),
      note: text(note),
    },
  ];
}

/** Whether an editor's contents are this example, as it came. */
export function holds(example: Example, query: string, variables: string): boolean {
  const given = isEmptyObject(variables) ? '' : variables.trim();
  return example.query.trim() === query.trim() && example.variables.trim() === given;
}

function isEmptyObject(json: string): boolean {
  return /^\s*(\{\s*\})?\s*$/.test(json);
}
