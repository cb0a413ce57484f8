import type { Fetcher } from '@graphiql/toolkit';
import { type ExecutionResult, Kind, parse } from 'graphql';

type Params = Parameters<Fetcher>[0];
type Result = ExecutionResult | { errors: { message: string }[] };

/**
 * GraphiQL's way to the API: one POST a query, as "GraphQL over HTTP" has it.
 *
 * It answers with an observable rather than a promise, so that Stop takes the request back from the server. Whatever
 * goes wrong on the way comes back as a GraphQL error, in words, so that the reader need not know of HTTP.
 */
export function createFetcher(endpoint: URL, token: () => string): Fetcher {
  return params => ({
    subscribe(observer: { next(value: Result): void; complete(): void }) {
      const request = new AbortController();
      void post(endpoint, params, token(), request.signal).then(result => {
        if (!request.signal.aborted) {
          observer.next(result);
          observer.complete();
        }
      });
      return { unsubscribe: () => request.abort() };
    },
  }) as ReturnType<Fetcher>;
}

async function post(endpoint: URL, params: Params, token: string, signal: AbortSignal): Promise<Result> {
  let response: Response;
  let body: string;
  try {
    response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Accept: 'application/graphql-response+json, application/json',
        ...(token && { Authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ ...params, operationName: operationName(params) }),
      signal,
    });
    body = await response.text();
  } catch (error) {
    return failure(`No answer from ${endpoint.pathname}: ${error instanceof Error ? error.message : error}`);
  }
  try {
    const result: unknown = JSON.parse(body);
    if (typeof result === 'object' && result !== null && ('data' in result || 'errors' in result)) {
      return result as Result;
    }
  } catch {
    // Not JSON: told below, with the status.
  }
  const status = `${response.status} ${response.statusText}`.trim();
  const shown = body.trim().slice(0, 300);
  return failure(`${endpoint.pathname} answered ${status}, not a GraphQL response${shown && `: ${shown}`}`);
}

function failure(message: string): Result {
  return { errors: [{ message }] };
}

/**
 * The operation to run. GraphiQL reads the names in the editor with a delay, and for that while asks for the operation
 * of the text before; where the document has but one operation, that one is meant.
 */
function operationName({ query, operationName: asked }: Params): string | null | undefined {
  let names: (string | undefined)[];
  try {
    const operations = parse(query).definitions.filter(part => part.kind === Kind.OPERATION_DEFINITION);
    names = operations.map(operation => operation.name?.value);
  } catch {
    return asked; // The server will say what is wrong with the document.
  }
  return names.length === 1 ? names[0] : asked;
}
