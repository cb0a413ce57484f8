import { createRoot } from 'react-dom/client';
import { Playground } from './Playground';

// GraphiQL's completion popup carries `javascript:void 0` links whose work is done by click handlers. A content
// security policy refuses to follow them, loudly; nothing is lost by not following them.
document.addEventListener('click', event => {
  if (event.target instanceof Element && event.target.closest('a[href^="javascript:"]')) {
    event.preventDefault();
  }
});

createRoot(document.getElementById('app')!).render(<Playground page={new URL(document.baseURI)} />);
