// The rules of graphql-eslint for schemas (recommended and Relay), and what the contract does otherwise on purpose.

import graphql from '@graphql-eslint/eslint-plugin';

export default [
  {
    files: ['**/*.graphqls'],
    plugins: { '@graphql-eslint': graphql },
    languageOptions: { parser: graphql.parser },
    rules: {
      ...graphql.configs['flat/schema-recommended'].rules,
      ...graphql.configs['flat/schema-relay'].rules,
      // A description of one line stands on one line, a longer one as a block.
      '@graphql-eslint/description-style': 'off',
      // `Response.response` is the action that responds, `Place.places` are the places within: the field's own words.
      '@graphql-eslint/no-typename-prefix': 'off',
      // Lists that are short by nature, such as the performers of an action, are plain lists. Hits of a search, entries of an
      // exchange and what is unanswered are computed for one question, so that node(id) could not find them again.
      '@graphql-eslint/relay-edge-types': ['error', { listTypeCanWrapOnlyEdgeType: false, shouldImplementNode: false, withEdgeSuffix: true }],
      // The log is read forwards only. All other connections go both ways.
      '@graphql-eslint/relay-arguments': ['error', { includeBoth: false }],
      // What has an id of its own has it. These are values, parts of an answer, and what Relay puts around nodes.
      '@graphql-eslint/strict-id-in-types': [
        'error',
        {
          acceptedIdNames: ['id'],
          acceptedIdTypes: ['ID'],
          exceptions: {
            suffixes: ['Connection', 'Edge'],
            types: [
              'Evidence', 'Name', 'PageInfo', 'Passage', 'SourceEvidence', 'StatusChange', 'Support', // values of a fact, of a page
              'AccountSide', 'Camp', 'Narratives', // the accounts of an action
              'Antecedent', 'Cascade', 'Exchange', 'ExchangeSide', 'Path', 'SearchHit', 'Subgraph', // answers that are computed
              'ChangeCounts', 'ChangedField', 'Warning', 'Written', // what a mutation changed
              'Term', 'Vocabulary', // the words of the schema itself
              'ResponseTimes', 'ResponseTimesReading', 'ResponseTimesStep', // a curve and its readings
              'Aggregate', 'Matrix', 'MatrixCell', 'MatrixRow', 'QuadCounts', 'StatCount', 'Stats', 'Tension', 'TensionBucket', // figures
            ],
          },
        },
      ],
    },
  },
];
