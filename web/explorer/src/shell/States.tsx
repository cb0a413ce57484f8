// What stands where an answer is not, or not yet.

import { useTexts } from '../texts';
import type { Answer } from './ask';

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
  return (
    <div class="state" role="alert">
      <p>{answer.error.code === 'OFFLINE' ? t.offline : t.failed(answer.error.message)}</p>
      <button type="button" onClick={answer.again}>
        {t.again}
      </button>
    </div>
  );
}
