// Package live tells those who follow a store what is recorded in it: by subscriptions over WebSockets and as events, and as an Atom
// feed. It knows the log and its transports; what a subscription means, package resolvers knows.
//
//	feed := live.NewFeed(store)                       // one for each process
//	err := feed.Follow(ctx, nil, filter, deliver)     // from now on, whoever writes
//
// The files, from the log outwards:
//
//	watcher.go  the newest revision: polled while somebody waits, and told at once of what this process writes
//	feed.go     each follower reads the log from a position of its own, in pages, so that a slow one costs no memory
//	streams.go  how many there may be, and their end when the server stops
//	events.go   a subscription as text/event-stream: graphql-sse's distinct connections mode
//	socket.go   a WebSocket's connection: graphql-transport-ws; operation.go is one operation on it
//	atom.go     the newest changes as an Atom feed; newest.go finds them
//
// A follower holds no transaction. One that takes in too slowly is told, and cut off: it can go on after the last change that it got.
package live
