// Package lanes decides when a request runs, so that no client and no question can take the server away from the others.
//
// Lanes.Run stands between a request that is prepared, whose cost is known, and its run. Cheap questions have a lane of
// their own with many seats. The others share a few seats, and wait in queues that take turns by client. They ask the store one
// root field after another, so that they never hold more of its connections, or of the machine's cores, than there are
// seats. A queue is bounded in length and in time; beyond, a client reads SERVER_BUSY and when to come again.
//
// Clients limits how often, for how much and how many requests at a time one client asks.
//
// Requests, Receive, Decode, Admit, Send and SendKept bound the memory of what is being read, prepared and sent.
//
// The package knows costs and clients. It does not know what a question means, nor what a cost is made of.
package lanes
