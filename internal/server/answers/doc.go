// Package answers keeps what questions were answered, so that the same question need not be asked again while the store is
// the same. Identical questions that are under way at the same time are asked once.
//
// What is kept, and when it holds:
//
//   - Answers to queries, without errors, that are no larger than a fraction of the cache.
//   - Under the key of the request (resolvers.Key) and the revision of the store. The revision is read before and after the
//     store is asked, and an answer is kept only when both are the same, so that it is never kept under a revision which is later than
//     its data.
//   - For a day in UTC, when the answer depends on today.
//
// Nobody sees older data after newer: before an answer of the store goes out, the revision is read again, and what is kept
// under an earlier one no longer holds. Between two questions of the store, it may be as old as Config.Staleness, which
// says how late the writes of other processes are seen.
//
// The package knows keys and bytes. It does not know what a question means.
package answers
