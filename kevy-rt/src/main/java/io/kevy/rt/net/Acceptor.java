package io.kevy.rt.net;

import io.kevy.sys.Listener;
import io.kevy.sys.Poller;
import io.kevy.sys.Socket;
import java.io.IOException;
import java.lang.System.Logger.Level;

/**
 * Takes the connections that wait at one listener, at most {@value #ACCEPTS_PER_TURN} per turn.
 *
 * <p>When the system has no descriptor or memory for one more, accepting pauses: the connections
 * wait in the kernel, and a listener that stays ready does not keep its shard busy. On the shard's
 * thread.
 */
public final class Acceptor implements PollTarget {
    private static final System.Logger LOG = System.getLogger("io.kevy");
    private static final int ACCEPTS_PER_TURN = 64;

    /** What becomes of an accepted socket. */
    @FunctionalInterface
    public interface Taker {
        /**
         * Takes over {@code socket}.
         *
         * @throws IOException when the peer is gone already; the acceptor closes the socket
         */
        void take(Socket socket) throws IOException;
    }

    private final Poller poller;
    private final Listener listener;
    private final Taker taker;
    private boolean paused;
    private boolean warned;

    /** Accepts from now on. */
    public Acceptor(Poller poller, Listener listener, Taker taker) throws IOException {
        this.poller = poller;
        this.listener = listener;
        this.taker = taker;
        poller.register(listener, Poller.READ, this);
    }

    /** Goes on after a pause; some times a second. */
    public void resume() throws IOException {
        if (paused) {
            paused = false;
            poller.interest(listener, Poller.READ);
        }
    }

    @Override
    public void ready(int bits) throws IOException {
        for (int i = 0; i < ACCEPTS_PER_TURN; i++) {
            Socket socket;
            try {
                socket = listener.accept();
            } catch (IOException e) {
                pause(e);
                return;
            }
            if (socket == null) {
                warned = false;
                return;
            }
            try {
                taker.take(socket);
            } catch (IOException e) {
                socket.close();
            }
        }
    }

    private void pause(IOException e) throws IOException {
        if (!warned) {
            warned = true;
            LOG.log(
                    Level.WARNING,
                    "no connection can be accepted on {0} at the moment: {1}",
                    listener.localAddress(),
                    e.getMessage());
        }
        paused = true;
        poller.interest(listener, 0);
    }

    /** Closes the listener. Idempotent. */
    public void close() {
        listener.close();
    }
}
