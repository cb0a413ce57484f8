import { DOC_EXPLORER_PLUGIN, DocExplorerContextProvider } from '@graphiql/plugin-doc-explorer';
import { HISTORY_PLUGIN, HistoryContextProvider } from '@graphiql/plugin-history';
import { GraphiQLProvider, type GraphiQLPlugin, Tooltip } from '@graphiql/react';
import { useState } from 'react';
import { graphqlEndpoint } from './endpoint';
import { EXAMPLES_PLUGIN } from './ExamplesPanel';
import { createFetcher } from './fetcher';
import { graphiqlStore, lasting, passing } from './memory';
import { newTabQuery, Workbench } from './Workbench';
// In this order: each may set aside what comes before it.
import '@graphiql/react/style.css';
import '@graphiql/plugin-doc-explorer/style.css';
import '@graphiql/plugin-history/style.css';
import './style.css';

// GraphiQL starts over when the identity of these changes, so they are made once.
const plugins = [EXAMPLES_PLUGIN, DOC_EXPLORER_PLUGIN, HISTORY_PLUGIN];
const firstPanel = lasting.get('panel') ?? EXAMPLES_PLUGIN.title;
const rememberPanel = (panel: GraphiQLPlugin | null) => lasting.set('panel', panel?.title ?? '');

/** GraphiQL's parts, set up for this API: what the page at `page` shows. */
export function Playground({ page }: { page: URL }) {
  const [fetcher] = useState(() => createFetcher(graphqlEndpoint(page), () => passing.get('token') ?? ''));
  return (
    <GraphiQLProvider
      fetcher={fetcher}
      storage={graphiqlStore}
      plugins={plugins}
      referencePlugin={DOC_EXPLORER_PLUGIN}
      visiblePlugin={firstPanel}
      onTogglePluginVisibility={rememberPanel}
      defaultQuery={newTabQuery}
      inputValueDeprecation
      schemaDescription
    >
      <HistoryContextProvider>
        <DocExplorerContextProvider>
          <Tooltip.Provider>
            <Workbench page={page} />
          </Tooltip.Provider>
        </DocExplorerContextProvider>
      </HistoryContextProvider>
    </GraphiQLProvider>
  );
}
