// Evidence as a reader wants it: by document, each quotation once, whatever number of fields it backs.

import type { ActQuery } from '../operations';

type Evidence = NonNullable<ActQuery['action']>['evidence'][number];

export interface Item {
  key: string;
  quote: string | null;
  language: string | null;
  translation: string | null;
  disputes: boolean;
  attributedTo: string | null;
  fields: string[]; // that it backs; none when it backs the whole
}

export interface Document {
  source: Evidence['source'];
  items: Item[];
}

/** Documents in the order in which they are first named. Evidence without a quotation and without a remark adds nothing to its document. */
export function bySource(evidence: readonly Evidence[]): Document[] {
  const documents = new Map<string, { source: Evidence['source']; items: Map<string, Item> }>();
  for (const e of evidence) {
    const document = documents.get(e.source.id) ?? { source: e.source, items: new Map<string, Item>() };
    documents.set(e.source.id, document);
    const attributedTo = e.attributedTo?.name ?? null;
    const key = [e.quote, e.disputes, attributedTo].join('\n');
    if (!e.quote && !e.disputes && !attributedTo && !e.field) {
      continue;
    }
    const item = document.items.get(key) ?? {
      key,
      quote: e.quote ?? null,
      language: e.language ?? null,
      translation: e.translation ?? null,
      disputes: e.disputes,
      attributedTo,
      fields: [],
    };
    if (e.field && !item.fields.includes(e.field)) {
      item.fields.push(e.field);
    }
    document.items.set(key, item);
  }
  return [...documents.values()].map(d => ({ source: d.source, items: [...d.items.values()] }));
}
