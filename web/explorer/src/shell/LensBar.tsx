import { useTexts } from '../texts';
import { go, withSettings, type Address } from './address';
import { hasLens } from './lens';

interface Props {
  address: Address;
  sides?: readonly { id: string; name: string }[]; // whose media can be left out
  gone?: number | undefined; // how much the lens takes away of what the view shows
}

/** Through which lens a view is seen. What it takes away is told, so that nobody takes the rest for all. */
export function LensBar({ address, sides = [], gone }: Props) {
  const t = useTexts();
  const { settings } = address;
  const set = (name: string, value: string) => go(withSettings(address, { [name]: value }), true);
  const without = settings.get('without') ?? '';
  const owners = sides.map(s => `owner:${s.id}`);
  const both = `owner:${sides.map(s => s.id).join()}`;
  return (
    <fieldset class={`lens${hasLens(settings) ? ' on' : ''}`}>
      <legend>{t.lens.label}</legend>
      <label>
        {t.lens.knownOn}{' '}
        <input type="date" value={settings.get('knownOn') ?? ''} onChange={e => set('knownOn', e.currentTarget.value)} />
      </label>
      <label>
        {t.lens.without}{' '}
        <select value={without} onChange={e => set('without', e.currentTarget.value)}>
          <option value="">{t.lens.nothing}</option>
          {sides.map((s, i) => (
            <option key={s.id} value={owners[i]}>
              {t.lens.media(s.name)}
            </option>
          ))}
          {sides.length === 2 && <option value={both}>{t.lens.bothMedia}</option>}
          <option value="grade:C">{t.lens.worseThan('C')}</option>
          <option value="grade:B">{t.lens.worseThan('B')}</option>
          {without && ![...owners, both, 'grade:B', 'grade:C'].includes(without) && <option value={without}>{without}</option>}
        </select>
      </label>
      <label>
        <input type="checkbox" checked={settings.get('basis') === 'EXPLICIT'} onChange={e => set('basis', e.currentTarget.checked ? 'EXPLICIT' : '')} />{' '}
        {t.lens.explicit}
      </label>
      {hasLens(settings) && (
        <span class="gone" role="status">
          {gone !== undefined && t.lens.gone(gone)}{' '}
          <button type="button" onClick={() => go(withSettings(address, { knownOn: '', without: '', basis: '' }), true)}>
            {t.lens.off}
          </button>
        </span>
      )}
    </fieldset>
  );
}
