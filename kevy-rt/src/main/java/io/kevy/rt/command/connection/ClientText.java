package io.kevy.rt.command.connection;

import io.kevy.rt.command.CommandException;
import io.kevy.rt.command.Session;

/** Text about a connection: what clients say about themselves, and the line that describes one. */
final class ClientText {
    private static final String NOT_PLAIN =
            " cannot contain spaces, newlines or special characters.";

    private ClientText() {}

    /** Refuses a name that would make the line ambiguous. */
    static void requireName(String name) {
        requirePlain("Client names", name);
    }

    /** Refuses a value that would make the line ambiguous; {@code what} begins the message. */
    static void requirePlain(String what, String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < '!' || value.charAt(i) > '~') {
                throw new CommandException("ERR " + what + NOT_PLAIN);
            }
        }
    }

    /**
     * Appends the line of {@code CLIENT LIST} about a connection, its end included.
     *
     * <p>It has every field that Redis has; buffers are shared between connections here, so that
     * their sizes are 0.
     */
    static void appendLine(StringBuilder text, Session session, long nowMillis) {
        var transaction = session.transaction();
        text.append("id=").append(session.id())
                .append(" addr=").append(session.remoteAddress())
                .append(" laddr=").append(session.localAddress())
                .append(" fd=").append(session.descriptor())
                .append(" name=").append(session.name())
                .append(" age=").append(seconds(nowMillis - session.createdMillis()))
                .append(" idle=").append(seconds(nowMillis - session.lastActiveMillis()))
                .append(" flags=").append(flags(session))
                .append(" db=").append(session.db())
                .append(" sub=0 psub=0 ssub=0 multi=")
                .append(transaction.isOpen() ? transaction.queued().size() : -1)
                .append(" qbuf=0 qbuf-free=0 argv-mem=0 multi-mem=0 rbs=0 rbp=0 obl=0 oll=0 omem=")
                .append(session.unsentBytes())
                .append(" tot-mem=").append(session.unsentBytes())
                .append(session.unsentBytes() > 0 ? " events=rw" : " events=r")
                .append(" cmd=").append(session.lastCommand())
                .append(" user=default redir=-1 resp=").append(session.protocol())
                .append(" lib-name=").append(session.libraryName())
                .append(" lib-ver=").append(session.libraryVersion())
                .append('\n');
    }

    private static String flags(Session session) {
        var flags = new StringBuilder();
        if (session.transaction().isOpen()) {
            flags.append('x');
        }
        if (session.transaction().isTouched()) {
            flags.append('d');
        }
        if (session.isClosing()) {
            flags.append('c');
        }
        return flags.isEmpty() ? "N" : flags.toString();
    }

    private static long seconds(long millis) {
        return Math.max(0, millis) / 1000;
    }
}
