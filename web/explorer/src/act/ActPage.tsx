import type { Address } from '../shell/address';
import { hasLens, lensAlone } from '../shell/lens';
import { Controls } from '../shell/Controls';
import { LensBar } from '../shell/LensBar';
import { useTexts } from '../texts';
import { Act } from './Act';

/** An act by itself, at an address of its own. */
export function ActPage({ address }: { address: Address }) {
  const t = useTexts();
  return (
    <main id="main" class="act-page">
      <h1 class="unseen">{t.title}</h1>
      <Controls inUse={hasLens(address.settings)}>
        <LensBar address={address} />
      </Controls>
      <Act id={address.id} settings={address.settings} heading="h2" hrefOf={id => ({ view: 'act', id, settings: lensAlone(address.settings) })} />
    </main>
  );
}
