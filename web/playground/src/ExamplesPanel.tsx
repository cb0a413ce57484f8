import { useEditorContext, type GraphiQLPlugin } from '@graphiql/react';
import { createContext, useContext } from 'react';
import { holds, type Example } from './examples';

type ExamplesState = {
  /** null while they are being fetched. */
  examples: Example[] | null;
  open(example: Example): void;
};

/** Given by the workbench to the panel, which GraphiQL renders without properties. */
export const ExamplesContext = createContext<ExamplesState>({ examples: null, open: () => {} });

function ExamplesPanel() {
  const { examples, open } = useContext(ExamplesContext);
  const { tabs, activeTabIndex } = useEditorContext({ nonNull: true });
  const tab = tabs[activeTabIndex];
  return (
    <section aria-label="Examples">
      <h2 className="panel-title">Examples</h2>
      {examples?.length === 0 ? (
        <p className="panel-note">This server offers no examples. The Docs panel lists what can be asked.</p>
      ) : (
        <p className="panel-note">Choose a question: it opens in the editor and runs. Change it and run it again.</p>
      )}
      <ul className="examples">
        {examples?.map(example => (
          <li key={example.name}>
            <button
              type="button"
              className="example"
              aria-current={holds(example, tab?.query ?? '', tab?.variables ?? '') || undefined}
              onClick={() => open(example)}
            >
              <span className="example-title">{example.title}</span>
              {example.note && <span className="example-note">{example.note}</span>}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function ExamplesIcon() {
  return (
    <svg viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <path d="M2 3.5h1M6 3.5h8M2 8h1M6 8h8M2 12.5h1M6 12.5h8" strokeLinecap="round" />
    </svg>
  );
}

export const EXAMPLES_PLUGIN: GraphiQLPlugin = { title: 'Examples', icon: ExamplesIcon, content: ExamplesPanel };
