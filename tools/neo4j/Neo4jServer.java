import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.neo4j.configuration.GraphDatabaseInternalSettings;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;
import org.neo4j.io.ByteUnit;

/**
 * Neo4j Community with Bolt on 127.0.0.1 and no password, for development and tests only.
 * Usage: Neo4jServer.java HOME PORT [IDLE_MINUTES]; with IDLE_MINUTES it ends itself after that long without a client.
 */
class Neo4jServer {
    public static void main(String[] args) throws InterruptedException {
        var address = new SocketAddress("127.0.0.1", Integer.parseInt(args[1]));
        var idleLimit = Duration.ofMinutes(args.length > 2 ? Long.parseLong(args[2]) : 0);
        // Tests empty and fill the database all the time. A plan made anew for each turn takes longer than all that is asked.
        var replan = args.length > 2 ? Duration.ofHours(2) : Duration.ofSeconds(10);
        var dbms = new DatabaseManagementServiceBuilder(Path.of(args[0]))
                .setConfig(Map.of(
                        BoltConnector.enabled, true,
                        BoltConnector.listen_address, address,
                        BoltConnector.advertised_address, address,
                        GraphDatabaseInternalSettings.netty_server_shutdown_quiet_period, 0, // or a stop takes 10 s
                        GraphDatabaseSettings.cypher_min_replan_interval, replan,
                        GraphDatabaseSettings.auth_enabled, false,
                        GraphDatabaseSettings.udc_enabled, false,
                        GraphDatabaseSettings.pagecache_memory, ByteUnit.parse(System.getProperty("pagecache", "256m")),
                        GraphDatabaseSettings.preallocate_logical_logs, false,
                        GraphDatabaseSettings.keep_logical_logs, "256M size"))
                .build();
        Runtime.getRuntime().addShutdownHook(new Thread(dbms::shutdown));
        System.out.println("Bolt answers on " + address);
        var db = dbms.database(GraphDatabaseSettings.DEFAULT_DATABASE_NAME);
        for (var idle = Duration.ZERO; idleLimit.isZero() || idle.compareTo(idleLimit) < 0; ) {
            Thread.sleep(Duration.ofMinutes(1).toMillis());
            boolean alone = db.executeTransactionally("CALL dbms.listConnections()", Map.of(), r -> !r.hasNext());
            idle = alone ? idle.plusMinutes(1) : Duration.ZERO;
        }
        System.exit(0);
    }
}
