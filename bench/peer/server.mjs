// The peer: @neo4j/graphql on Apollo Server, as its documentation sets it up, in production mode.
// Usage: NEO4J_URI=bolt://… node server.mjs; it prints its address when it listens.
// KEEP_ANSWERS=1 keeps answers in memory, by Apollo's plugin, as its documentation sets that up.
import { readFileSync } from "node:fs";
import { ApolloServer } from "@apollo/server";
import { ApolloServerPluginCacheControl } from "@apollo/server/plugin/cacheControl";
import responseCache from "@apollo/server-plugin-response-cache";
import { startStandaloneServer } from "@apollo/server/standalone";
import { Neo4jGraphQL } from "@neo4j/graphql";
import neo4j from "neo4j-driver";

const driver = neo4j.driver(process.env.NEO4J_URI);
const typeDefs = readFileSync(new URL("typedefs.graphql", import.meta.url), "utf8");
const schema = await new Neo4jGraphQL({ typeDefs, driver }).getSchema();
const plugins = process.env.KEEP_ANSWERS
  ? [ApolloServerPluginCacheControl({ defaultMaxAge: 3600 }), (responseCache.default ?? responseCache)()]
  : [];
const server = new ApolloServer({ schema, plugins });
const { url } = await startStandaloneServer(server, {
  listen: { host: "127.0.0.1", port: 0 },
  context: async () => ({ sessionConfig: { defaultAccessMode: neo4j.session.READ, database: "neo4j" } }),
});
console.log(`GraphQL: ${url}`);
