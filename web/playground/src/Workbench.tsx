import { DOC_EXPLORER_PLUGIN } from '@graphiql/plugin-doc-explorer';
import {
  CopyIcon,
  ExecuteButton,
  PrettifyIcon,
  QueryEditor,
  ResponseEditor,
  Spinner,
  ToolbarButton,
  useCopyQuery,
  useEditorContext,
  useExecutionContext,
  usePluginStore,
  usePrettifyEditors,
  useSchemaStore,
  VariableEditor,
} from '@graphiql/react';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { flushSync } from 'react-dom';
import { type Example, holds, loadExamples } from './examples';
import { EXAMPLES_PLUGIN, ExamplesContext } from './ExamplesPanel';
import { Header } from './Header';
import { linked, linkTo, onlyReads } from './link';
import { lasting, passing } from './memory';
import { Split } from './Split';
import { TabBar } from './TabBar';

/** What a new tab holds. */
export const newTabQuery = `# Type a query and press Ctrl-Enter to run it.
# Ctrl-Space completes names; Docs tells what there is to ask.

`;

/** The page below its providers: header, panel, editors, answer. */
export function Workbench({ page }: { page: URL }) {
  const editors = useEditorContext({ nonNull: true });
  const execution = useExecutionContext({ nonNull: true });
  const { visiblePlugin, setVisiblePlugin } = usePluginStore();
  const { schema, introspect } = useSchemaStore();
  const { queryEditor, variableEditor, responseEditor } = editors;
  const ready = queryEditor && variableEditor && responseEditor;
  const narrow = useNarrow();
  const prettify = usePrettifyEditors();
  const copy = useCopyQuery();

  const [examples, setExamples] = useState<Example[] | null>(null);
  const [opening, setOpening] = useState<{ example: Example; run: boolean } | null>(null);
  const [variablesOpen, setVariablesOpen] = useState(editors.initialVariables.trim() !== '');
  const arrived = useRef(false);
  const [token, setToken] = useState(passing.get('token') ?? '');

  useEffect(() => {
    void loadExamples(page).then(setExamples);
  }, [page]);
  useEffect(() => {
    queryEditor?.setOption('lineWrapping', true);
  }, [queryEditor]);
  useRefreshOnResize(queryEditor);
  useRefreshOnResize(variableEditor);
  useRefreshOnResize(responseEditor);

  /** Whether a tab's contents may be written over: nothing of the reader's own is in it. */
  function untouched(query: string, variables: string) {
    const own = query.trim() !== '' && query.trim() !== newTabQuery.trim();
    return !own || (examples ?? []).some(example => holds(example, query, variables));
  }

  function open(example: Example) {
    if (!ready) {
      return;
    }
    execution.stop();
    const already = editors.tabs.findIndex(tab => holds(example, tab.query ?? '', tab.variables ?? ''));
    if (already >= 0 && already !== editors.activeTabIndex) {
      editors.changeTab(already);
    } else if (!untouched(queryEditor.getValue(), variableEditor.getValue())) {
      editors.addTab();
    }
    // The tab is there after the next render; only then can it be filled and run.
    setOpening({ example, run: true });
    if (narrow) {
      setVisiblePlugin(null);
    }
  }

  useEffect(() => {
    if (!opening || !ready) {
      return;
    }
    const { example, run } = opening;
    setOpening(null);
    queryEditor.setValue(example.query);
    variableEditor.setValue(example.variables);
    responseEditor.setValue('');
    // GraphiQL reads the operation's name from the text a moment later.
    editors.updateActiveTabValues({
      query: example.query,
      variables: example.variables,
      operationName: null,
      response: '',
    });
    setVariablesOpen(example.variables !== '');
    if (run) {
      execution.run();
    }
  }, [opening, ready]);

  // A link's query is opened, and the first visit finds the first example, with its answer.
  useEffect(() => {
    if (!examples || !ready) {
      return;
    }
    const link = linked(location.hash);
    const first = examples[0];
    if (link && !arrived.current) {
      history.replaceState(null, '', page.pathname + page.search); // a reload keeps what the reader has made of it
      if (!untouched(queryEditor.getValue(), variableEditor.getValue())) {
        editors.addTab();
      }
      setOpening({ example: { name: '', title: '', note: '', ...link }, run: onlyReads(link.query) });
    } else if (!link && lasting.get('visited') === null && first && untouched(queryEditor.getValue(), '')) {
      setOpening({ example: first, run: true });
    }
    arrived.current = true;
    lasting.set('visited', 'yes');
  }, [examples, ready]);

  // The editors take their keys themselves; this is for when the focus is elsewhere, on an example say.
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      const elsewhere = !(event.target instanceof Element && event.target.closest('.CodeMirror, dialog'));
      if (!elsewhere || !(event.ctrlKey || event.metaKey)) {
        return;
      }
      if (event.key === 'Enter') {
        event.preventDefault();
        execution.run();
      } else if (event.key === 'k') {
        // GraphiQL's search box says Ctrl K but heeds only the Mac's key.
        event.preventDefault();
        // The box is there, and takes the next letter, before this key's event ends: a busy page runs timers after keys.
        flushSync(() => setVisiblePlugin(DOC_EXPLORER_PLUGIN));
        document.querySelector<HTMLElement>('.graphiql-doc-explorer-search input')?.focus();
      }
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  });

  function copyLink() {
    const link = linkTo(page, { query: queryEditor?.getValue() ?? '', variables: variableEditor?.getValue() ?? '' });
    void navigator.clipboard.writeText(link);
  }

  function changeToken(to: string) {
    if (to) {
      passing.set('token', to);
    } else {
      passing.remove('token');
    }
    setToken(to);
    if (!schema) {
      void introspect();
    }
  }

  const tab = editors.tabs[editors.activeTabIndex];
  const example = examples?.find(known => holds(known, tab?.query ?? '', tab?.variables ?? ''));
  const noteInSight = visiblePlugin === EXAMPLES_PLUGIN && !narrow;
  const PanelContent = visiblePlugin?.content;
  const unanswered = !execution.isFetching && !tab?.response && !responseEditor?.getValue();
  return (
    <ExamplesContext.Provider value={{ examples, open }}>
      <div className="graphiql-container playground">
        <Header token={token} onToken={changeToken} />
        <Split
          name="panel"
          label="Width of the panel"
          axis="x"
          initial={0.26}
          first={
            PanelContent && (
              <aside className="panel">
                <button
                  type="button"
                  className="panel-close"
                  aria-label="Close the panel"
                  onClick={() => setVisiblePlugin(null)}
                >
                  ×
                </button>
                <PanelContent />
              </aside>
            )
          }
          second={
            <main className="session">
              <div className="session-bar">
                <TabBar />
                <ToolbarButton onClick={prettify} label="Prettify (Shift-Ctrl-P)">
                  <PrettifyIcon className="graphiql-toolbar-icon" aria-hidden="true" />
                </ToolbarButton>
                <ToolbarButton onClick={copy} label="Copy the query (Shift-Ctrl-C)">
                  <CopyIcon className="graphiql-toolbar-icon" aria-hidden="true" />
                </ToolbarButton>
                <ToolbarButton onClick={copyLink} label="Copy a link to the query and its variables">
                  <LinkIcon />
                </ToolbarButton>
                <ExecuteButton />
              </div>
              <Split
                name="editors"
                label={narrow ? 'Height of the query editor' : 'Width of the query editor'}
                axis={narrow ? 'y' : 'x'}
                initial={narrow ? 0.45 : 0.48}
                first={
                  <div className="editors">
                    <section className="query" aria-label="Query">
                      <QueryEditor />
                    </section>
                    <button
                      type="button"
                      className="variables-bar"
                      aria-expanded={variablesOpen}
                      onClick={() => setVariablesOpen(!variablesOpen)}
                    >
                      <svg viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
                        <path d="m5.5 3 5 5-5 5" strokeLinecap="round" strokeLinejoin="round" />
                      </svg>
                      Variables
                      {!variablesOpen && tab?.variables?.trim() && <em>set</em>}
                    </button>
                    <section className="variables" aria-label="Variables" hidden={!variablesOpen}>
                      <VariableEditor isHidden={!variablesOpen} />
                    </section>
                  </div>
                }
                second={
                  <section className="answer" aria-label="Answer" aria-busy={execution.isFetching}>
                    {example?.note && !noteInSight && <p className="answer-note">{example.note}</p>}
                    <div className="answer-text">
                      {execution.isFetching && <Spinner />}
                      <ResponseEditor />
                      {unanswered && (
                        <p className="answer-hint">
                          The answer appears here. Run the query with the Run button or <kbd>Ctrl-Enter</kbd>.
                        </p>
                      )}
                    </div>
                  </section>
                }
              />
            </main>
          }
        />
      </div>
    </ExamplesContext.Provider>
  );
}

function LinkIcon() {
  return (
    <svg className="graphiql-toolbar-icon" viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <path d="M6.5 9.5 9.5 6.5M7 4.5l1.6-1.6a2.6 2.6 0 0 1 3.7 3.7L10.6 8.2M9 11.5l-1.6 1.6a2.6 2.6 0 0 1-3.7-3.7L5.4 7.8" strokeLinecap="round" />
    </svg>
  );
}

/** Whether the window is as narrow as a phone: then the panel covers the editors, and the answer stands below them. */
function useNarrow(): boolean {
  const query = useRef(window.matchMedia('(max-width: 760px)')).current;
  return useSyncExternalStore(
    changed => {
      query.addEventListener('change', changed);
      return () => query.removeEventListener('change', changed);
    },
    () => query.matches,
  );
}

/** CodeMirror measures itself only when the window changes; here its own part of the page changes too. */
function useRefreshOnResize(editor: { refresh(): void; getWrapperElement(): HTMLElement } | null) {
  useEffect(() => {
    if (!editor) {
      return;
    }
    const observer = new ResizeObserver(() => editor.refresh());
    observer.observe(editor.getWrapperElement());
    return () => observer.disconnect();
  }, [editor]);
}
