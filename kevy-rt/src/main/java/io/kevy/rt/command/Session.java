package io.kevy.rt.command;

import org.jspecify.annotations.Nullable;

/**
 * What the server remembers of one client connection between requests.
 *
 * <p>Belongs to the shard that accepted the connection; another shard reads it only while it holds
 * that one.
 */
public final class Session {
    private final long id;
    private final int shard;
    private final String remoteAddress;
    private final String localAddress;
    private final int descriptor;
    private final long createdMillis;
    private final Transaction transaction = new Transaction();
    private int db;
    private int protocol = 2;
    private String name = "";
    private String libraryName = "";
    private String libraryVersion = "";
    private @Nullable Command lastCommand;
    private long lastActiveMillis;
    private long unsentBytes;
    private Outlet outlet = Outlet.NOWHERE;
    private boolean closing;

    /**
     * @param id unique in the server's life, from 1
     * @param descriptor a number for {@code CLIENT LIST}
     */
    public Session(
            long id,
            int shard,
            String remoteAddress,
            String localAddress,
            int descriptor,
            long createdMillis) {
        this.id = id;
        this.shard = shard;
        this.remoteAddress = remoteAddress;
        this.localAddress = localAddress;
        this.descriptor = descriptor;
        this.createdMillis = createdMillis;
        this.lastActiveMillis = createdMillis;
    }

    public long id() {
        return id;
    }

    public int shard() {
        return shard;
    }

    public String remoteAddress() {
        return remoteAddress;
    }

    public String localAddress() {
        return localAddress;
    }

    public int descriptor() {
        return descriptor;
    }

    public long createdMillis() {
        return createdMillis;
    }

    public Transaction transaction() {
        return transaction;
    }

    public int db() {
        return db;
    }

    public void db(int db) {
        this.db = db;
    }

    /** 2 or 3. */
    public int protocol() {
        return protocol;
    }

    public void protocol(int protocol) {
        this.protocol = protocol;
    }

    public String name() {
        return name;
    }

    public void name(String name) {
        this.name = name;
    }

    public String libraryName() {
        return libraryName;
    }

    public void libraryName(String libraryName) {
        this.libraryName = libraryName;
    }

    public String libraryVersion() {
        return libraryVersion;
    }

    public void libraryVersion(String libraryVersion) {
        this.libraryVersion = libraryVersion;
    }

    /** Full name of the last command, {@code NULL} before the first. */
    public String lastCommand() {
        return lastCommand == null ? "NULL" : lastCommand.fullName();
    }

    public long lastActiveMillis() {
        return lastActiveMillis;
    }

    /** A request arrived. */
    public void active(Command command, long nowMillis) {
        if (lastCommand != command) {
            lastCommand = command;
        }
        lastActiveMillis = nowMillis;
    }

    /** The way to the client from any thread. */
    public Outlet outlet() {
        return outlet;
    }

    public void outlet(Outlet outlet) {
        this.outlet = outlet;
    }

    /** Bytes of replies that the client has not taken yet. */
    public long unsentBytes() {
        return unsentBytes;
    }

    public void unsentBytes(long bytes) {
        unsentBytes = bytes;
    }

    /** The connection closes when the reply has been sent. */
    public void closeAfterReply() {
        closing = true;
    }

    public boolean isClosing() {
        return closing;
    }
}
