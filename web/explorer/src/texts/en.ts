// Every text of the explorer in English. A translation is a file beside this one, of the same type; index.ts lists them.

import type { Escalation, Interval, ResponseMode } from '../operations';

const plural = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;

/** "all 3 escalate", "3 escalate, 1 does neither". */
function each(all: number, parts: [number, string, string][]): string {
  const some = parts.filter(([n]) => n > 0);
  return some.map(([n, one, many]) => `${n === all && n > 1 ? 'all ' : ''}${n} ${n === 1 ? one : many}`).join(', ');
}

export const en = {
  language: 'English',
  code: 'en',
  direction: 'ltr' as 'ltr' | 'rtl',

  title: 'Who responded to whom, and how',
  product: 'Demarche',
  skip: 'Go to the acts',
  nav: { ladder: 'Ladder', tension: 'Tension', unanswered: 'Unanswered', search: 'Search', playground: 'Playground' },
  recorded: 'An earlier state of the store, by its log. It does not change.',
  asked: 'Show the query',
  theme: { label: 'Theme', auto: 'As the system', light: 'Light', dark: 'Dark' },
  languageLabel: 'Language',

  loading: 'Asking …',
  offline: 'The server cannot be reached. What you see may be old.',
  failed: (message: string) => `The server has no answer to this: ${message}`,
  again: 'Try again',
  empty: 'Nothing is recorded that fits. That says nothing about what happened: it may not have been recorded.',
  controls: 'Lens, filters and legend',
  lens: {
    label: 'Seen through a lens',
    knownOn: 'Known on',
    without: 'without',
    nothing: 'leaving out no source',
    media: (side: string) => `media of ${side}`,
    bothMedia: 'media of either side',
    worseThan: (grade: string) => `sources graded worse than ${grade}`,
    explicit: 'only what a source says',
    gone: (n: number) => `${n} ${n === 1 ? 'falls' : 'fall'} away.`,
    fallsAway: 'falls away',
    off: 'Take the lens off',
  },
  token: {
    needed: 'This server answers those who have a token. It is kept until this tab is closed.',
    label: 'Token',
    use: 'Use it',
  },
  close: 'Close',
  more: (n: number) => `Show ${plural(n, 'later act', 'later acts')}`,

  scope: {
    label: 'Show',
    founding: 'The founding case',
    episode: (title: string) => `All of: ${title}`,
  },

  ladder: {
    lede: (who: string, n: number, escalate: number, calm: number) =>
      `${who} gave ${plural(n, 'answer', 'answers')}: ${each(n, [
        [escalate, 'escalates', 'escalate'],
        [calm, 'de-escalates', 'de-escalate'],
        [n - escalate - calm, 'does neither', 'do neither'],
      ])}.`,
    silences: (n: number) => `${plural(n, 'silence lasts', 'silences last')}.`,
    howTo: 'Time runs downwards. A line leads from an act to what answers it. Choose an act to read what is known of it, and from whom.',
    others: 'Others, and what befell people',
    explicit: 'a source says so',
    inferred: 'a reader concludes it',
    modes: 'Ways of answering: choose some to see only these',
    undated: 'Date unknown',
    quiet: (days: number) => `${days} days without an act`,
    folded: (dates: string, n: number) => `${dates}: ${n} acts that answer nothing and are not answered`,
    answers: (phrase: string, title: string) => `${phrase} “${title}”`,
    delay: (days: number) =>
      days === 0 ? 'the same day' : days > 0 ? `${plural(days, 'day', 'days')} later` : `${plural(-days, 'day', 'days')} earlier`,
    inferredMark: 'inferred',
    moreAnswers: (n: number) => `and answers ${n} more`,
    answeredBy: (n: number) => `answered ${plural(n, 'time', 'times')}`,
    claims: (n: number) => plural(n, 'claim', 'claims'),
    silentOnOther: (who: string) => `No answer from ${who}`,
    silentOnOwn: (who: string) => `No explanation from ${who}`,
    asOf: (date: string) => `as of ${date}`,
    ended: 'answered since',
    table: 'As a table',
    picture: 'As a picture',
    columns: { date: 'When', act: 'What', side: 'Side', answers: 'Answers', mode: 'How', basis: 'Known how' },
    choose: (title: string) => `Several acts answer “${title}”: choose one`,
    chooseTrigger: (title: string) => `“${title}” answers several acts: choose one`,
    keys: 'Keys: up and down in time, right to an answer, left to what is answered, Escape to leave.',
  },

  act: {
    by: 'By',
    to: 'To',
    announced: 'Announced by',
    affected: 'Concerns',
    none: 'nobody named',
    answersHeading: 'It answers',
    answeredHeading: 'Answered by',
    unanswered: 'No answer to it is recorded.',
    evidence: 'How it is known',
    accounts: 'What is said of it',
    contradicted: 'contradicted',
    grade: (g: string) => `reliability ${g}`,
    credibility: (n: number) => `credibility ${n}`,
    accessed: (date: string) => `read ${date}`,
    backs: (field: string) => `backs the ${field}`,
    disputes: 'disputes it',
    attributedTo: (who: string) => `known through ${who} alone`,
    support: (sources: number, origins: number) =>
      `${plural(sources, 'source', 'sources')}, ${origins === sources ? 'all independent' : `${origins} independent`}`,
    knownBy: (date: string) => `public by ${date}`,
    said: 'A source says so.',
    concluded: 'A reader concludes it from the sources.',
    status: { OCCURRED: '', REPORTED: 'reported', ALLEGED: 'alleged', DENIED: 'denied', ANNOUNCED: 'announced' } as Record<string, string>,
    open: 'Its own page',
    notFound: 'There is no such act.',
    struck: 'Through this lens there is no such act: it falls away, or is not recorded at all.',
  },

  tension: {
    title: 'How the tension rose and fell',
    lede: (a: string, b: string) => `What ${a} and ${b} did to each other, period by period: acts of conflict below the line, of cooperation above it. A bar leads to its acts.`,
    intervals: { DAY: 'By day', WEEK: 'By week', MONTH: 'By month', YEAR: 'By year' } satisfies Record<Interval, string>,
    barsOf: (who: string) => `What ${who} did, period by period`,
    period: (dates: string, conflict: number, cooperation: number, neutral: number) =>
      `${dates}: ${conflict} of conflict, ${cooperation} of cooperation, ${neutral} neutral`,
    undated: (n: number) => `${plural(n, 'act has', 'acts have')} no date and ${n === 1 ? 'is' : 'are'} not shown.`,
    speed: 'How fast each answers: the share of acts that still wait, day by day',
    answersOf: (by: string, to: string) => `${by} answers ${to}`,
    n: (n: number, events: number, censored: number) => `Of ${plural(n, 'act', 'acts')} ${events} were answered, ${censored} still wait.`,
    median: (days: number, low: number | null, high: number | null) =>
      `Half were answered within ${plural(days, 'day', 'days')}${low === null ? '' : ` (95 %: ${low} to ${high ?? 'unknown'})`}.`,
    noMedian: 'Fewer than half were answered.',
    few: 'Too few were answered for a curve.',
    day: (n: number) => `day ${n}`,
  },

  unanswered: {
    title: 'What stands unanswered',
    lede: 'Requests without an answer and acts without an explanation. A filled line: a source says so. A dashed one: nothing answers it here.',
    asOf: 'As things stood on',
    answer: 'has not answered',
    explanation: 'has not explained',
    since: (date: string) => `since ${date}`,
    owedTo: (who: string) => `owed to ${who}`,
    stated: (date: string) => (date ? `a source says so, as of ${date}` : 'a source says so'),
    computed: 'no answer is recorded',
    leftOut: (n: number) => `${n} more are left out.`,
  },

  search: {
    title: 'Search',
    label: 'Search names, titles, claims and quotations',
    hint: 'Names, titles, quotations, in any script',
    found: (n: number) => `${plural(n, 'thing', 'things')} found.`,
  },

  kinds: {
    Actor: 'actor',
    Action: 'act',
    Claim: 'claim',
    Source: 'source',
    Place: 'place',
    Episode: 'episode',
    Dataset: 'dataset',
    Response: 'answer',
    Tie: 'tie',
    Silence: 'silence',
  } as Record<string, string>,

  dates: {
    unknown: 'date unknown',
    about: (date: string) => `about ${date}`,
  },

  escalation: { ESCALATE: 'escalates', NEUTRAL: 'neither', DEESCALATE: 'de-escalates' } satisfies Record<Escalation, string>,

  // The verb phrases of the vocabulary, and its labels below: a test compares them.
  modes: {
    RETALIATE: 'retaliates for',
    CONDEMN: 'condemns',
    OBJECT: 'objects to',
    REFUSE: 'refuses',
    THREATEN: 'threatens because of',
    DENY: 'denies',
    DEFEND: 'defends the conduct questioned by',
    CONFIRM: 'confirms',
    APPEAL: 'appeals over',
    EXPLAIN: 'explains',
    RAISE_ALARM: 'raises the alarm over',
    OTHER: 'responds to',
    COMPLY: 'complies with',
    CONCILIATE: 'seeks to calm matters after',
    REGRET: 'regrets',
    RECIPROCATE: 'reciprocates',
  } satisfies Record<ResponseMode, string>,

  // The same as nouns, for counts.
  modeNames: {
    RETALIATE: 'Retaliation',
    CONDEMN: 'Condemnation',
    OBJECT: 'Objection',
    REFUSE: 'Refusal',
    THREATEN: 'Threat',
    DENY: 'Denial',
    DEFEND: 'Defence',
    CONFIRM: 'Confirmation',
    APPEAL: 'Appeal',
    EXPLAIN: 'Explanation',
    RAISE_ALARM: 'Alarm',
    OTHER: 'Other response',
    COMPLY: 'Compliance',
    CONCILIATE: 'Conciliation',
    REGRET: 'Regret',
    RECIPROCATE: 'Reciprocation',
  } satisfies Record<ResponseMode, string>,
};

export type Texts = typeof en;
