package io.kevy.replicate;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** A snapshot that a test hands over piece by piece. */
final class ScriptedSource implements SnapshotSource {
    private final ArrayDeque<byte[]> pieces = new ArrayDeque<>();
    private byte[] current = {};
    private boolean finished;
    private @Nullable String failure;
    int closes;

    ScriptedSource piece(byte[] bytes) {
        pieces.add(bytes);
        return this;
    }

    ScriptedSource piece(String latin1) {
        return piece(Drive.bytes(latin1));
    }

    ScriptedSource finish() {
        finished = true;
        return this;
    }

    ScriptedSource fail(String why) {
        failure = why;
        return this;
    }

    @Override
    public Poll poll() {
        byte[] next = pieces.poll();
        if (next != null) {
            current = next;
            return Poll.CHUNK;
        }
        if (failure != null) {
            return Poll.FAILED;
        }
        return finished ? Poll.FINISHED : Poll.NONE_YET;
    }

    @Override
    public byte[] array() {
        return current;
    }

    @Override
    public int offset() {
        return 0;
    }

    @Override
    public int length() {
        return current.length;
    }

    @Override
    public String failure() {
        return String.valueOf(failure);
    }

    @Override
    public void close() {
        closes++;
    }
}
