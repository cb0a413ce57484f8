/**
 * Where the GraphQL API is, seen from the page: beside the playground, so that a server behind a path prefix needs no
 * setting. `/playground/`, `/playground` and `/` give `/graphql`; `/prefix/playground/` gives `/prefix/graphql`.
 */
export function graphqlEndpoint(page: URL): URL {
  const folder = page.pathname.replace(/[^/]*$/, '');
  return new URL(folder.replace(/\/playground\/$/, '/') + 'graphql', page);
}
