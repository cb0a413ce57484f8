// Package webhooks tells programs elsewhere what those who watch wait for: a new answer, a new contradiction, a silence that ended, an
// announced act whose latest day has passed, and that something has changed at all. It posts messages as Standard Webhooks says
// (https://www.standardwebhooks.com), signed, one after the other, until each is taken.
//
//	hooks := webhooks.New(webhooks.Config{Hooks: list, Feed: feed, Store: store})
//	hooks.Run(ctx)
//
// The files, from the log outwards:
//
//	hook.go      what the operator sets: name, address, events, secrets
//	webhooks.go  each hook reads the log from its own position, which the store keeps
//	events.go    which changes are events: what stands now and did not stand before the revision
//	silences.go  which silences an answer ended
//	passed.go    what passes by the calendar, without a change
//	facts.go     what a message tells of a fact, asked of the API
//	message.go   the shapes of messages, and their ids
//	sign.go      secrets and signatures
//	send.go      the post, and when it is tried again
//
// A message is delivered at least once. Its id is the same each time, so that who receives it twice can drop it.
package webhooks
