package io.kevy.rt.net;

import io.kevy.resp.ReplyWriter;
import io.kevy.rt.command.Awaited;
import io.kevy.rt.command.Outlet;
import java.util.HashSet;
import java.util.Set;

/** Something a test brings about. */
final class TestAwaited implements Awaited {
    final Set<Outlet> waiting = new HashSet<>();
    long timeoutMillis;
    boolean happened;
    int asked;

    @Override
    public long timeoutMillis() {
        return timeoutMillis;
    }

    @Override
    public void begin(Outlet outlet) {
        waiting.add(outlet);
    }

    @Override
    public void end(Outlet outlet) {
        waiting.remove(outlet);
    }

    @Override
    public boolean answer(ReplyWriter reply, boolean timedOut) {
        asked++;
        if (!happened && !timedOut) {
            return false;
        }
        reply.simple(happened ? "HAPPENED" : "TIMEOUT");
        return true;
    }
}
