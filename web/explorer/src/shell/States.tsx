// What stands where an answer is not, or not yet.

import { useTexts } from '../texts';
import type { Answer } from './ask';
import { setToken } from './token';

/** Says that an answer is awaited, or why there is none. */
export function Waiting<R>({ answer }: { answer: Exclude<Answer<R>, { state: 'here' }> }) {
  const t = useTexts();
  if (answer.state === 'loading') {
    return (
      <p class="state" role="status">
        {t.loading}
      </p>
    );
  }
  if (answer.error.code === 'UNAUTHENTICATED' || answer.error.code === 'FORBIDDEN') {
    return <Token again={answer.again} />;
  }
  return (
    <div class="state" role="alert">
      <p>{answer.error.code === 'OFFLINE' ? t.offline : t.failed(answer.error.message)}</p>
      <button type="button" onClick={answer.again}>
        {t.again}
      </button>
    </div>
  );
}

/** Takes a token, where a server answers only those who have one. */
function Token({ again }: { again(): void }) {
  const t = useTexts();
  return (
    <form
      class="state"
      onSubmit={event => {
        event.preventDefault();
        setToken(String(new FormData(event.currentTarget).get('token') ?? '').trim());
        again();
      }}
    >
      <p>{t.token.needed}</p>
      <label>
        {t.token.label} <input name="token" type="password" autocomplete="off" required />
      </label>{' '}
      <button type="submit">{t.token.use}</button>
    </form>
  );
}
