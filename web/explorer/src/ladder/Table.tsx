import { hrefOf, withSettings, type Address } from '../shell/address';
import { useTexts } from '../texts';
import { dateText } from '../texts/dates';
import type { Arrangement } from './arrange';

/** The same as the picture, for who reads rows, or hears them. An act has a row for each act that it answers. */
export function Table({ arranged: { acts }, address }: { arranged: Arrangement; address: Address }) {
  const t = useTexts();
  const { date, act, side, answers, mode, basis } = t.ladder.columns;
  return (
    <div class="table" tabIndex={0} role="region" aria-label={t.title}>
      <table>
        <thead>
          <tr>
            {[date, act, side, mode, answers, basis].map(name => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...acts.values()].flatMap(a =>
            (a.respondsTo.nodes.length ? a.respondsTo.nodes : [null]).map((r, i) => (
              <tr key={r?.id ?? a.id}>
                <td>{i === 0 && dateText(a.date, t)}</td>
                <td>
                  {i === 0 && (
                    <a href={hrefOf(withSettings(address, { act: a.id }))}>
                      <bdi>{a.title}</bdi>
                    </a>
                  )}
                </td>
                <td>{i === 0 && a.sides.map(s => s.name).join(', ')}</td>
                <td>{r && t.modeNames[r.mode]}</td>
                <td>{r && <bdi>{r.trigger.title}</bdi>}</td>
                <td>{r && (r.basis === 'EXPLICIT' ? t.ladder.explicit : t.ladder.inferred)}</td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </div>
  );
}
