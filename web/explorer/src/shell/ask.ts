// Questions to the server, typed by operations.ts.

import { useEffect, useState } from 'preact/hooks';
import type { TypedDocumentString } from '../operations';
import { root } from './address';
import { token } from './token';

/** Why there is no answer: the server cannot be reached, or it refused, with a code of the API (docs/clients.md). */
export class Unanswered extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

interface Embedded {
  operation: string;
  variables: unknown;
  data: unknown;
}

/** The answer that the server put into the page, so that the first view needs no request of its own. */
function embedded(): Embedded | undefined {
  const text = document.getElementById('first-answer')?.textContent;
  return text ? (JSON.parse(text) as Embedded) : undefined;
}

const first = embedded();

/** The operation's name, as it stands in its text. */
const nameOf = (text: string) => /\bquery\s+(\w+)/.exec(text)?.[1] ?? '';

/** Variables as text, whatever the order of their names. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_, v: unknown) =>
    v && typeof v === 'object' && !Array.isArray(v)
      ? Object.fromEntries(Object.entries(v).filter(([, x]) => x !== undefined).sort(([a], [b]) => (a < b ? -1 : 1)))
      : v,
  );
}

/** The answer that came with the page, when it is one to this question. */
function cameAlong<R, V>(document: TypedDocumentString<R, V>, variables: V): R | undefined {
  const same = first?.operation === nameOf(document.toString()) && textOf(first.variables) === textOf(variables);
  return same ? (first.data as R) : undefined;
}

/** Asks, and throws Unanswered. */
export async function ask<R, V>(document: TypedDocumentString<R, V>, variables: V, signal?: AbortSignal): Promise<R> {
  const query = document.toString();
  let response: Response;
  try {
    response = await fetch(new URL('graphql', root), {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Accept: 'application/graphql-response+json',
        ...(token() && { Authorization: `Bearer ${token()}` }),
      },
      body: JSON.stringify({ query, variables, operationName: nameOf(query) }),
      ...(signal ? { signal } : {}),
    });
  } catch (cause) {
    if (signal?.aborted) {
      throw cause;
    }
    throw new Unanswered('OFFLINE', String(cause));
  }
  const answer = (await response.json().catch(() => ({}))) as {
    data?: R;
    errors?: { message: string; extensions?: { code?: string } }[];
  };
  const error = answer.errors?.[0];
  if (error || !answer.data) {
    throw new Unanswered(error?.extensions?.code ?? `HTTP ${response.status}`, error?.message ?? response.statusText);
  }
  return answer.data;
}

export type Answer<R> = { state: 'loading'; earlier?: R } | { state: 'failed'; error: Unanswered; again(): void } | { state: 'here'; data: R };

/** Asks whenever the variables change, and drops what is overtaken. With undefined variables it does not ask. */
export function useAnswer<R, V>(document: TypedDocumentString<R, V>, variables: V | undefined): Answer<R> {
  const key = variables === undefined ? '' : textOf(variables);
  const [answer, set] = useState<Answer<R>>({ state: 'loading' });
  const [attempt, again] = useState(0);
  const here = variables === undefined || attempt > 0 ? undefined : cameAlong(document, variables);
  useEffect(() => {
    if (variables === undefined || here) {
      return;
    }
    const stop = new AbortController();
    set(before => (before.state === 'here' ? { state: 'loading', earlier: before.data } : { state: 'loading' }));
    ask(document, variables, stop.signal).then(
      data => set({ state: 'here', data }),
      (error: unknown) => {
        if (!stop.signal.aborted) {
          const failed = error instanceof Unanswered ? error : new Unanswered('INTERNAL', String(error));
          set({ state: 'failed', error: failed, again: () => again(n => n + 1) });
        }
      },
    );
    return () => stop.abort();
  }, [document, key, attempt]);
  return here ? { state: 'here', data: here } : answer;
}
