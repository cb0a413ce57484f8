import { useRef, useState } from 'react';

type Props = {
  token: string;
  onChange(token: string): void;
};

/** The header's Token button and its dialog. */
export function TokenDialog({ token, onChange }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [draft, setDraft] = useState('');

  function show() {
    setDraft(token);
    dialog.current!.showModal();
  }

  function use(value: string) {
    onChange(value.trim());
    dialog.current!.close();
  }

  return (
    <>
      <button
        type="button"
        className="tool"
        data-set={token !== ''}
        title={token ? 'A token is sent with each query' : 'No token is sent'}
        onClick={show}
      >
        <svg viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
          <circle cx="5" cy="11" r="3" fill={token ? 'currentColor' : 'none'} />
          <path d="m7.2 8.8 6-6M10.5 5.5l2 2" strokeLinecap="round" />
        </svg>
        Token
      </button>
      <dialog ref={dialog} className="token" aria-labelledby="token-title">
        <form
          onSubmit={event => {
            event.preventDefault();
            use(draft);
          }}
        >
          <h2 id="token-title">Token</h2>
          <p>
            Sent with each query as <code>Authorization: Bearer …</code>. Reading needs none unless this server asks for
            one. It is kept until this browser tab closes, and nowhere else.
          </p>
          <input
            type="password"
            aria-label="Token"
            autoComplete="off"
            spellCheck={false}
            value={draft}
            onChange={event => setDraft(event.target.value)}
          />
          <div className="token-buttons">
            {token && (
              <button type="button" onClick={() => use('')}>
                Forget it
              </button>
            )}
            <button type="button" onClick={() => dialog.current!.close()}>
              Cancel
            </button>
            <button type="submit" className="primary">
              Use
            </button>
          </div>
        </form>
      </dialog>
    </>
  );
}
