package io.kevy.rt.command;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.kevy.resp.Argv;
import io.kevy.resp.ReplyWriter;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands of the hot path allocate nothing. */
class FamilyAllocationTest {
    private static final int WARM_UP = 60_000;
    private static final int MEASURED = 20_000;

    /** Bytes in all that the JVM itself may need while it measures, less than one per request. */
    private static final long NOISE_BYTES = MEASURED / 2;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @ValueSource(strings = {
        "GET key",
        "GET none",
        "SET key value-of-some-length",
        "SET key value EX 100",
        "INCR counter",
        "MGET key counter none",
        "MSET key 1 other 2",
        "EXISTS key none",
        "DEL key",
        "TTL key",
        "EXPIRE counter 100"
    })
    void aRequestOfTheHotPathAllocatesNothing(String line) {
        try (var shards = new Shards(1, false)) {
            shards.ask("SET key value-of-some-length");
            shards.ask("SET counter 1");
            var partitions =
                    new Partitions(
                            new Partition(0, shards.partitions.get(0).store(),
                                    SilentSink.INSTANCE));
            var reply = new ReplyWriter(1024);
            var call = shards.callOn(partitions, reply);
            var argv = Shards.argv(line.split(" "));
            var row = shards.table.find(argv);
            assertNotNull(row);
            run(call, row, argv, shards.session, reply, WARM_UP);
            long allocated = Long.MAX_VALUE;
            for (int attempt = 0; attempt < 3; attempt++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                run(call, row, argv, shards.session, reply, MEASURED);
                allocated =
                        Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - before);
            }
            assertTrue(allocated <= NOISE_BYTES, allocated + " bytes in " + MEASURED);
        }
    }

    private static void run(
            Call call, Command row, Argv argv, Session session, ReplyWriter reply, int times) {
        for (int i = 0; i < times; i++) {
            reply.clear();
            call.run(row, argv, session, reply);
        }
    }
}
