// Made by codegen.mjs from the *.graphql files and schema.graphqls; not to be edited.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type ActionFilter = {
  dataset?: Array<string> | null | undefined;
  support?: SupportFilter | null | undefined;
  source?: Array<string> | null | undefined;
  attributedTo?: Array<string> | null | undefined;
  id?: Array<string> | null | undefined;
  title?: TextFilter | null | undefined;
  performer?: Array<string> | null | undefined;
  target?: Array<string> | null | undefined;
  either?: Array<string> | null | undefined;
  between?: Array<string> | null | undefined;
  type?: Array<ActionType> | null | undefined;
  quadClass?: Array<QuadClass> | null | undefined;
  topic?: Array<string> | null | undefined;
  cameoCode?: TextFilter | null | undefined;
  intensity?: NumberFilter | null | undefined;
  addressee?: Array<string> | null | undefined;
  affected?: Array<string> | null | undefined;
  partOf?: Array<string> | null | undefined;
  respondsTo?: Array<string> | null | undefined;
  hasResponse?: boolean | null | undefined;
  answeredBy?: Array<string> | null | undefined;
  isResponse?: boolean | null | undefined;
  respondedWithin?: number | null | undefined;
  responseCount?: NumberFilter | null | undefined;
  claimCount?: NumberFilter | null | undefined;
  evidenceCount?: NumberFilter | null | undefined;
  mentions?: NumberFilter | null | undefined;
  credibility?: NumberFilter | null | undefined;
  dated?: boolean | null | undefined;
  place?: Array<string> | null | undefined;
  episode?: Array<string> | null | undefined;
  since?: string | null | undefined;
  until?: string | null | undefined;
  basis?: Array<Basis> | null | undefined;
  status?: Array<ActionStatus> | null | undefined;
  text?: string | null | undefined;
  includeParts?: boolean | null | undefined;
  and?: Array<ActionFilter> | null | undefined;
  or?: Array<ActionFilter> | null | undefined;
  not?: ActionFilter | null | undefined;
};

export type SourceFilter = {
  id?: Array<string> | null | undefined;
  dataset?: Array<string> | null | undefined;
  kind?: Array<SourceKind> | null | undefined;
  reliability?: Array<Reliability> | null | undefined;
  language?: Array<string> | null | undefined;
  publishedBy?: Array<string> | null | undefined;
  owner?: Array<string> | null | undefined;
  country?: Array<string> | null | undefined;
  since?: string | null | undefined;
  until?: string | null | undefined;
  derivedFrom?: Array<string> | null | undefined;
  text?: string | null | undefined;
  and?: Array<SourceFilter> | null | undefined;
  or?: Array<SourceFilter> | null | undefined;
  not?: SourceFilter | null | undefined;
};

export type TextFilter = {
  equals?: string | null | undefined;
  in?: Array<string> | null | undefined;
  contains?: string | null | undefined;
  startsWith?: string | null | undefined;
  exists?: boolean | null | undefined;
};

export type NumberFilter = {
  equals?: number | null | undefined;
  gt?: number | null | undefined;
  gte?: number | null | undefined;
  lt?: number | null | undefined;
  lte?: number | null | undefined;
  exists?: boolean | null | undefined;
};

export type SupportFilter = {
  sources?: NumberFilter | null | undefined;
  origins?: NumberFilter | null | undefined;
  reliability?: Array<Reliability> | null | undefined;
  soleCountry?: Array<string> | null | undefined;
  knownBy?: string | null | undefined;
};

export type ResponseTimesFilter = {
  by?: Array<string> | null | undefined;
  to?: Array<string> | null | undefined;
  type?: Array<ActionType> | null | undefined;
  mode?: Array<ResponseMode> | null | undefined;
  since?: string | null | undefined;
  until?: string | null | undefined;
  includeParts?: boolean | null | undefined;
};

export type UnansweredFilter = {
  owedBy?: Array<string> | null | undefined;
  owedTo?: Array<string> | null | undefined;
  kind?: Array<SilenceKind> | null | undefined;
  basis?: Array<Basis> | null | undefined;
  dataset?: Array<string> | null | undefined;
  episode?: Array<string> | null | undefined;
  attributedTo?: Array<string> | null | undefined;
  since?: string | null | undefined;
  until?: string | null | undefined;
  ended?: boolean | null | undefined;
  minAgeDays?: number | null | undefined;
  includeParts?: boolean | null | undefined;
};

export type Interval =
  | 'DAY'
  | 'WEEK'
  | 'MONTH'
  | 'YEAR';

export type Basis =
  | 'EXPLICIT'
  | 'INFERRED';

export type EvidenceRelation =
  | 'SUPPORTS'
  | 'UPDATES'
  | 'DISPUTES';

export type Escalation =
  | 'ESCALATE'
  | 'NEUTRAL'
  | 'DEESCALATE';

export type ActorKind =
  | 'STATE'
  | 'GOVERNMENT_OFFICE'
  | 'MINISTRY'
  | 'AGENCY'
  | 'MISSION'
  | 'PERSON'
  | 'MEDIA_OUTLET'
  | 'INTERNATIONAL_BODY'
  | 'COMPANY'
  | 'GROUP';

export type ActionType =
  | 'AGREE'
  | 'CONSULT'
  | 'SUPPORT'
  | 'CONCEDE'
  | 'COOPERATE'
  | 'AID'
  | 'RETREAT'
  | 'REQUEST'
  | 'ACCUSE'
  | 'REJECT'
  | 'THREATEN'
  | 'PROTEST'
  | 'SANCTION'
  | 'MOBILIZE'
  | 'COERCE'
  | 'ASSAULT'
  | 'STATEMENT'
  | 'OCCURRENCE';

export type QuadClass =
  | 'VERBAL_COOPERATION'
  | 'MATERIAL_COOPERATION'
  | 'VERBAL_CONFLICT'
  | 'MATERIAL_CONFLICT'
  | 'NEUTRAL';

export type ActionStatus =
  | 'OCCURRED'
  | 'REPORTED'
  | 'ALLEGED'
  | 'DENIED'
  | 'ANNOUNCED';

export type ResponseMode =
  | 'RETALIATE'
  | 'CONDEMN'
  | 'OBJECT'
  | 'REFUSE'
  | 'THREATEN'
  | 'DENY'
  | 'DEFEND'
  | 'CONFIRM'
  | 'APPEAL'
  | 'EXPLAIN'
  | 'RAISE_ALARM'
  | 'OTHER'
  | 'COMPLY'
  | 'CONCILIATE'
  | 'REGRET'
  | 'RECIPROCATE';

export type SilenceKind =
  | 'NO_RESPONSE'
  | 'NO_EXPLANATION';

export type Reliability =
  | 'A'
  | 'B'
  | 'C'
  | 'D'
  | 'E'
  | 'F';

export type SourceKind =
  | 'ARTICLE'
  | 'OFFICIAL_STATEMENT'
  | 'SOCIAL_MEDIA_POST'
  | 'BROADCAST'
  | 'TREATY'
  | 'REPORT'
  | 'DATASET'
  | 'OTHER';

export type ActQueryVariables = Exact<{
  id: string;
  knownOn?: string | null | undefined;
  basis?: Array<Basis> | Basis | null | undefined;
  without?: SourceFilter | null | undefined;
}>;


export type ActQuery = { action: { id: string, title: string, description: string | null, note: string | null, type: ActionType, status: ActionStatus, date: string | null, basis: Basis, credibility: number | null, performers: Array<{ id: string, name: string }>, announcers: Array<{ id: string, name: string }>, targets: Array<{ id: string, name: string }>, addressees: Array<{ id: string, name: string }>, affected: Array<{ id: string, name: string }>, support: { sources: number, origins: number, knownBy: string | null }, evidenceBySource: Array<{ source: { id: string, label: string, title: string | null, url: string | null, published: string | null, accessed: string | null, reliability: Reliability | null, publishedBy: Array<{ id: string, name: string }> }, passages: Array<{ quote: string | null, language: string | null, translation: string | null, fields: Array<string>, relation: EvidenceRelation, attributedTo: { id: string, name: string } | null }> }>, respondsTo: { nodes: Array<{ id: string, mode: ResponseMode, escalation: Escalation, basis: Basis, delayDays: number | null, trigger: { id: string, title: string } }> }, responses: { totalCount: number, nodes: Array<{ id: string, mode: ResponseMode, escalation: Escalation, basis: Basis, delayDays: number | null, response: { id: string, title: string } }> }, claims: { totalCount: number, nodes: Array<{ id: string, text: string, by: Array<{ id: string, name: string }>, contradicts: { totalCount: number } }> } } | null };

export type LadderQueryVariables = Exact<{
  filter: ActionFilter;
  first: number;
  seen: boolean;
  knownOn?: string | null | undefined;
  basis?: Array<Basis> | Basis | null | undefined;
  without?: SourceFilter | null | undefined;
}>;


export type LadderQuery = { through?: { totalCount: number, nodes: Array<{ id: string, silences: Array<{ id: string }>, respondsTo: { nodes: Array<{ id: string }> } }> }, datasets: { nodes: Array<{ id: string }> }, episodes: { nodes: Array<{ id: string, title: string }> }, actions: { totalCount: number, pageInfo: { hasNextPage: boolean }, nodes: Array<{ id: string, title: string, type: ActionType, status: ActionStatus, quadClass: QuadClass | null, basis: Basis, date: string | null, earliest: string | null, latest: string | null, sides: Array<{ id: string, name: string, kind: ActorKind }>, performers: Array<{ id: string, name: string }>, claims: { totalCount: number }, silences: Array<{ id: string, kind: SilenceKind, basis: Basis, asOf: string | null, actor: { id: string, name: string }, endedBy: { response: { id: string } } | null }>, respondsTo: { totalCount: number, nodes: Array<{ id: string, mode: ResponseMode, escalation: Escalation, basis: Basis, delayDays: number | null, trigger: { id: string, title: string } }> } }> } };

export type SearchQueryVariables = Exact<{
  text: string;
  first: number;
  knownOn?: string | null | undefined;
  basis?: Array<Basis> | Basis | null | undefined;
  without?: SourceFilter | null | undefined;
}>;


export type SearchQuery = { all: { totalCount: number }, search: { totalCount: number, nodes: Array<{ label: string, highlights: Array<string>, node:
        | { __typename: 'Actor', id: string }
        | { __typename: 'Action', date: string | null, id: string }
        | { __typename: 'Response', id: string }
        | { __typename: 'Tie', id: string }
        | { __typename: 'Silence', id: string }
        | { __typename: 'Claim', id: string }
        | { __typename: 'Source', url: string | null, id: string }
        | { __typename: 'Place', id: string }
        | { __typename: 'Episode', id: string }
        | { __typename: 'Dataset', id: string }
       }> } };

export type SidesQueryVariables = Exact<{ [key: string]: never; }>;


export type SidesQuery = { actors: { nodes: Array<{ id: string, name: string, responsesGiven: { totalCount: number } }> } };

export type TensionQueryVariables = Exact<{
  a: string;
  b: string;
  interval: Interval;
  since?: string | null | undefined;
  until?: string | null | undefined;
  ofA: ResponseTimesFilter;
  ofB: ResponseTimesFilter;
  knownOn?: string | null | undefined;
  basis?: Array<Basis> | Basis | null | undefined;
  without?: SourceFilter | null | undefined;
}>;


export type TensionQuery = { a: { id: string, name: string } | null, b: { id: string, name: string } | null, tension: { undatedCount: number, buckets: Array<{ start: string, end: string, count: number, from: { id: string }, quadCounts: { verbalCooperation: number, materialCooperation: number, verbalConflict: number, materialConflict: number, neutral: number } }> }, byA: { asOf: string, n: number, events: number, censored: number, medianDays: number | null, medianDaysLow: number | null, medianDaysHigh: number | null, curve: Array<{ days: number, waiting: number, waitingLow: number | null, waitingHigh: number | null }> | null }, byB: { asOf: string, n: number, events: number, censored: number, medianDays: number | null, medianDaysLow: number | null, medianDaysHigh: number | null, curve: Array<{ days: number, waiting: number, waitingLow: number | null, waitingHigh: number | null }> | null } };

export type SpeedFragment = { asOf: string, n: number, events: number, censored: number, medianDays: number | null, medianDaysLow: number | null, medianDaysHigh: number | null, curve: Array<{ days: number, waiting: number, waitingLow: number | null, waitingHigh: number | null }> | null };

export type UnansweredQueryVariables = Exact<{
  filter: UnansweredFilter;
  asOf?: string | null | undefined;
  first: number;
  knownOn?: string | null | undefined;
  basis?: Array<Basis> | Basis | null | undefined;
  without?: SourceFilter | null | undefined;
}>;


export type UnansweredQuery = { all: { totalCount: number }, unanswered: { totalCount: number, nodes: Array<{ id: string, kind: SilenceKind, basis: Basis, since: string | null, statedAsOf: string | null, action: { id: string, title: string, type: ActionType }, owedBy: { id: string, name: string }, owedTo: Array<{ id: string, name: string }> }> } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const SpeedFragmentDoc = new TypedDocumentString(`
    fragment Speed on ResponseTimes {
  asOf
  n
  events
  censored
  medianDays
  medianDaysLow
  medianDaysHigh
  curve {
    days
    waiting
    waitingLow
    waitingHigh
  }
}
    `, {"fragmentName":"Speed"}) as unknown as TypedDocumentString<SpeedFragment, unknown>;
export const ActDocument = new TypedDocumentString(`
    query Act($id: ID!, $knownOn: Day, $basis: [Basis!], $without: SourceFilter) @lens(knownOn: $knownOn, basis: $basis, without: $without) {
  action(id: $id) {
    id
    title
    description
    note
    type
    status
    date
    basis
    credibility
    performers {
      id
      name
    }
    announcers {
      id
      name
    }
    targets {
      id
      name
    }
    addressees {
      id
      name
    }
    affected {
      id
      name
    }
    support {
      sources
      origins
      knownBy
    }
    evidenceBySource {
      source {
        id
        label
        title
        url
        published
        accessed
        reliability
        publishedBy {
          id
          name
        }
      }
      passages {
        quote
        language
        translation
        fields
        relation
        attributedTo {
          id
          name
        }
      }
    }
    respondsTo(first: 50) {
      nodes {
        id
        mode
        escalation
        basis
        delayDays
        trigger {
          id
          title
        }
      }
    }
    responses(first: 50, orderBy: {field: DATE}) {
      totalCount
      nodes {
        id
        mode
        escalation
        basis
        delayDays
        response {
          id
          title
        }
      }
    }
    claims(first: 50) {
      totalCount
      nodes {
        id
        text
        by {
          id
          name
        }
        contradicts {
          totalCount
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ActQuery, ActQueryVariables>;
export const LadderDocument = new TypedDocumentString(`
    query Ladder($filter: ActionFilter!, $first: Int!, $seen: Boolean!, $knownOn: Day, $basis: [Basis!], $without: SourceFilter) @lens(knownOn: $knownOn, basis: $basis, without: $without) {
  through: actions(filter: $filter, orderBy: {field: DATE}, first: $first) @include(if: $seen) {
    totalCount
    nodes {
      id
      silences {
        id
      }
      respondsTo(first: 20) {
        nodes {
          id
        }
      }
    }
  }
  datasets(first: 100) {
    nodes {
      id
    }
  }
  episodes(first: 100) {
    nodes {
      id
      title
    }
  }
  actions(filter: $filter, orderBy: {field: DATE}, first: $first) @lens {
    totalCount
    pageInfo {
      hasNextPage
    }
    nodes {
      id
      title
      type
      status
      quadClass
      basis
      date
      earliest
      latest
      sides {
        id
        name
        kind
      }
      performers {
        id
        name
      }
      claims {
        totalCount
      }
      silences {
        id
        kind
        basis
        asOf
        actor {
          id
          name
        }
        endedBy {
          response {
            id
          }
        }
      }
      respondsTo(first: 20) {
        totalCount
        nodes {
          id
          mode
          escalation
          basis
          delayDays
          trigger {
            id
            title
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<LadderQuery, LadderQueryVariables>;
export const SearchDocument = new TypedDocumentString(`
    query Search($text: String!, $first: Int!, $knownOn: Day, $basis: [Basis!], $without: SourceFilter) @lens(knownOn: $knownOn, basis: $basis, without: $without) {
  all: search(text: $text, first: 1) @lens {
    totalCount
  }
  search(text: $text, first: $first) {
    totalCount
    nodes {
      label
      highlights
      node {
        __typename
        id
        ... on Action {
          date
        }
        ... on Source {
          url
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SearchQuery, SearchQueryVariables>;
export const SidesDocument = new TypedDocumentString(`
    query Sides {
  actors(
    filter: {kind: [STATE]}
    orderBy: {field: RESPONSES_GIVEN, direction: DESC}
    first: 20
  ) {
    nodes {
      id
      name
      responsesGiven {
        totalCount
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SidesQuery, SidesQueryVariables>;
export const TensionDocument = new TypedDocumentString(`
    query Tension($a: ID!, $b: ID!, $interval: Interval!, $since: Day, $until: Day, $ofA: ResponseTimesFilter!, $ofB: ResponseTimesFilter!, $knownOn: Day, $basis: [Basis!], $without: SourceFilter) @lens(knownOn: $knownOn, basis: $basis, without: $without) {
  a: actor(id: $a) {
    id
    name
  }
  b: actor(id: $b) {
    id
    name
  }
  tension(
    between: $a
    and: $b
    interval: $interval
    since: $since
    until: $until
    fill: true
  ) {
    undatedCount
    buckets {
      start
      end
      from {
        id
      }
      count
      quadCounts {
        verbalCooperation
        materialCooperation
        verbalConflict
        materialConflict
        neutral
      }
    }
  }
  byA: responseTimes(filter: $ofA) {
    ...Speed
  }
  byB: responseTimes(filter: $ofB) {
    ...Speed
  }
}
    fragment Speed on ResponseTimes {
  asOf
  n
  events
  censored
  medianDays
  medianDaysLow
  medianDaysHigh
  curve {
    days
    waiting
    waitingLow
    waitingHigh
  }
}`) as unknown as TypedDocumentString<TensionQuery, TensionQueryVariables>;
export const UnansweredDocument = new TypedDocumentString(`
    query Unanswered($filter: UnansweredFilter!, $asOf: Day, $first: Int!, $knownOn: Day, $basis: [Basis!], $without: SourceFilter) @lens(knownOn: $knownOn, basis: $basis, without: $without) {
  all: unanswered(filter: $filter, asOf: $asOf, first: 1) @lens {
    totalCount
  }
  unanswered(filter: $filter, asOf: $asOf, first: $first) {
    totalCount
    nodes {
      id
      kind
      basis
      since
      statedAsOf
      action {
        id
        title
        type
      }
      owedBy {
        id
        name
      }
      owedTo {
        id
        name
      }
    }
  }
}
    `) as unknown as TypedDocumentString<UnansweredQuery, UnansweredQueryVariables>;