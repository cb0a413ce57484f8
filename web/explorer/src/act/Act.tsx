import { ActDocument, type ActQuery, type ResponseMode, type Escalation, type Basis } from '../operations';
import { hrefOf as urlOf, type Address } from '../shell/address';
import { useAnswer } from '../shell/ask';
import { hasLens, lensOf } from '../shell/lens';
import { Waiting } from '../shell/States';
import { useTexts } from '../texts';
import { dateText } from '../texts/dates';
import { Mark } from './Mark';

type Shown = NonNullable<ActQuery['action']>;
type To = (id: string) => Address;

/** What is known of an act, and from whom. hrefOf says where a link to another act leads. */
export function Act({ id, settings, heading, hrefOf }: { id: string; settings: URLSearchParams; heading: 'h2'; hrefOf: To }) {
  const t = useTexts();
  const answer = useAnswer(ActDocument, { id, ...lensOf(settings) });
  if (answer.state !== 'here') {
    return <Waiting answer={answer} />;
  }
  const act = answer.data.action;
  return act ? <Known act={act} heading={heading} hrefOf={hrefOf} /> : <p class="state">{hasLens(settings) ? t.act.struck : t.act.notFound}</p>;
}

function Known({ act, heading: Heading, hrefOf }: { act: Shown; heading: 'h2'; hrefOf: To }) {
  const t = useTexts();
  const status = t.act.status[act.status];
  const to = [...act.targets, ...act.addressees];
  return (
    <article class="act">
      <Heading>{act.title}</Heading>
      <p class="when">
        {dateText(act.date, t)}
        {status && <span class="tag">{status}</span>}
      </p>
      <dl class="who">
        <Names term={t.act.by} names={act.performers} none={t.act.none} />
        <Names term={t.act.to} names={to} />
        <Names term={t.act.announced} names={act.announcers} />
        <Names term={t.act.affected} names={act.affected} />
      </dl>
      {act.description && <p>{act.description}</p>}
      {act.note && <p class="note">{act.note}</p>}
      {act.respondsTo.nodes.length > 0 && (
        <section>
          <h3>{t.act.answersHeading}</h3>
          <ul class="links">
            {act.respondsTo.nodes.map(r => (
              <Answer key={r.id} {...r} act={r.trigger} href={urlOf(hrefOf(r.trigger.id))} />
            ))}
          </ul>
        </section>
      )}
      <section>
        <h3>{t.act.answeredHeading}</h3>
        {act.responses.nodes.length === 0 ? (
          <p class="note">{t.act.unanswered}</p>
        ) : (
          <ul class="links">
            {act.responses.nodes.map(r => (
              <Answer key={r.id} {...r} act={r.response} href={urlOf(hrefOf(r.response.id))} />
            ))}
          </ul>
        )}
      </section>
      {act.claims.nodes.length > 0 && (
        <section>
          <h3>{t.act.accounts}</h3>
          <ul class="claims">
            {act.claims.nodes.map(c => (
              <li key={c.id}>
                <bdi>{c.text}</bdi>{' '}
                <span class="from">
                  {c.by.map(a => a.name).join(', ') || t.act.none}
                  {c.contradicts.totalCount > 0 && <span class="tag">{t.act.contradicted}</span>}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h3>{t.act.evidence}</h3>
        <p class="note">
          {act.basis === 'EXPLICIT' ? t.act.said : t.act.concluded} {t.act.support(act.support.sources, act.support.origins)}
          {act.support.knownBy && `, ${t.act.knownBy(dateText(act.support.knownBy, t))}`}
          {act.credibility !== null && `, ${t.act.credibility(act.credibility ?? 6)}`}
        </p>
        {act.evidenceBySource.map(e => (
          <Source key={e.source.id} {...e} />
        ))}
      </section>
    </article>
  );
}

function Names({ term, names, none }: { term: string; names: readonly { id: string; name: string }[]; none?: string }) {
  if (names.length === 0 && none === undefined) {
    return null;
  }
  return (
    <div>
      <dt>{term}</dt>
      <dd>{names.length ? names.map(a => <bdi key={a.id}>{a.name}</bdi>) : none}</dd>
    </div>
  );
}

interface AnswerProps {
  mode: ResponseMode;
  escalation: Escalation;
  basis: Basis;
  delayDays?: number | null;
  act: { id: string; title: string };
  href: string;
}

function Answer({ mode, escalation, basis, delayDays, act, href }: AnswerProps) {
  const t = useTexts();
  const details = [
    t.modes[mode],
    ...(delayDays === null || delayDays === undefined ? [] : [t.ladder.delay(delayDays)]),
    ...(basis === 'INFERRED' ? [t.ladder.inferredMark] : []),
  ];
  return (
    <li>
      <a href={href}>
        <bdi>{act.title}</bdi>
      </a>
      <span class={`how ${escalation}`}>
        <Mark escalation={escalation} /> {details.join(', ')}
      </span>
    </li>
  );
}

/** One document with all that it is quoted with. A passage that says nothing beyond its document is not listed. */
function Source({ source, passages }: Shown['evidenceBySource'][number]) {
  const t = useTexts();
  const name = source.publishedBy.map(a => a.name).join(', ') || source.title || source.label;
  const about = [
    source.published ? dateText(source.published, t) : source.accessed ? t.act.accessed(dateText(source.accessed, t)) : '',
    source.reliability ? t.act.grade(source.reliability) : '',
  ].filter(Boolean);
  return (
    <figure class="source">
      <figcaption>
        {source.url ? (
          <a href={source.url} rel="noreferrer noopener" target="_blank" title={source.title ?? undefined}>
            <bdi>{name}</bdi>
          </a>
        ) : (
          <bdi title={source.title ?? undefined}>{name}</bdi>
        )}
        {about.length > 0 && <span>, {about.join(', ')}</span>}
      </figcaption>
      {passages.map(({ quote, language, translation, fields, relation, attributedTo }, i) => {
        const remarks = [
          relation === 'DISPUTES' ? t.act.disputes : '',
          ...fields.map(t.act.backs),
          attributedTo ? t.act.attributedTo(attributedTo.name) : '',
        ].filter(Boolean);
        return (
          (quote || remarks.length > 0) && (
            <blockquote key={i} lang={language ?? undefined} dir="auto">
              {quote && <p>{quote}</p>}
              {translation && (
                <p class="translation" lang="en">
                  {translation}
                </p>
              )}
              {remarks.length > 0 && <footer lang={t.code}>{remarks.join('; ')}</footer>}
            </blockquote>
          )
        );
      })}
    </figure>
  );
}
