import { CloseIcon, PlusIcon, useEditorContext, useExecutionContext } from '@graphiql/react';
import { useEffect, useRef } from 'react';

/**
 * The open queries. GraphiQL's own tab bar drags its tabs about, with an animation library of 127 kB; this one scrolls.
 */
export function TabBar() {
  const { tabs, activeTabIndex, addTab, changeTab, closeTab } = useEditorContext({ nonNull: true });
  const { stop } = useExecutionContext({ nonNull: true });
  const active = useRef<HTMLLIElement>(null);
  const title = tabs[activeTabIndex]?.title;

  useEffect(() => {
    active.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [activeTabIndex, title, tabs.length]);

  return (
    <div className="tabs">
      <ul aria-label="Open queries">
        {tabs.map((tab, index) => (
          <li key={tab.id} ref={index === activeTabIndex ? active : undefined}>
            <button
              type="button"
              className="tab"
              aria-current={index === activeTabIndex ? 'true' : undefined}
              title={tab.title}
              onClick={() => {
                stop();
                changeTab(index);
              }}
            >
              {tab.title}
            </button>
            {tabs.length > 1 && (
              <button
                type="button"
                className="tab-close"
                aria-label={`Close ${tab.title}`}
                onClick={() => {
                  if (index === activeTabIndex) {
                    stop();
                  }
                  closeTab(index);
                }}
              >
                <CloseIcon aria-hidden="true" />
              </button>
            )}
          </li>
        ))}
      </ul>
      <button type="button" className="tab-add" aria-label="New tab" title="New tab" onClick={addTab}>
        <PlusIcon aria-hidden="true" />
      </button>
    </div>
  );
}
