package io.kevy.rt.replication;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The servers that data comes through on its way to a server, by their ids: the nearest first, the
 * one that follows nobody last. A server that finds itself in the lineage of its primary is part of
 * a circle in which nobody has data to give.
 *
 * @param ids at most {@value #IDS_MAX}
 */
record Lineage(List<String> ids) {
    /** Nobody, or servers that do not tell. */
    static final Lineage NONE = new Lineage(List.of());

    /** Servers beyond that are left out. */
    static final int IDS_MAX = 64;

    private static final int ID_CHARS_MAX = 64;

    Lineage {
        ids = List.copyOf(ids.size() > IDS_MAX ? ids.subList(0, IDS_MAX) : ids);
    }

    /**
     * The lineage that {@link #text} has written.
     *
     * @throws IOException when it is none
     */
    static Lineage parse(String text) throws IOException {
        var ids = List.of(text.split(",", IDS_MAX + 1));
        for (String id : ids.subList(0, Math.min(IDS_MAX, ids.size()))) {
            if (id.isEmpty() || id.length() > ID_CHARS_MAX || !isHexadecimal(id)) {
                throw new IOException("bad replication path");
            }
        }
        return new Lineage(ids);
    }

    private static boolean isHexadecimal(String id) {
        return id.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c <= 'f');
    }

    /** Why {@code self} must not get data of this lineage; null when it may. */
    @Nullable String refusal(String self) {
        int at = ids.indexOf(self);
        if (at < 0) {
            return null;
        }
        return at == 0
                ? "the primary is this server"
                : "the primary follows this server: a circle of " + (at + 1) + " servers";
    }

    /** The part that is nearer than {@code self}. */
    Lineage upTo(String self) {
        int at = ids.indexOf(self);
        return at < 0 ? this : new Lineage(ids.subList(0, at));
    }

    /** The lineage as replicas of {@code self} get it. */
    String text(String self) {
        return ids.isEmpty() ? self : self + "," + String.join(",", ids);
    }
}
