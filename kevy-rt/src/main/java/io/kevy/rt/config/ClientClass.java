package io.kevy.rt.config;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The kinds of clients whose unread replies Redis limits apart. */
enum ClientClass {
    NORMAL("normal"),
    /** The links to replicas. */
    REPLICA("slave"),
    PUBSUB("pubsub");

    private final String text;

    ClientClass(String text) {
        this.text = text;
    }

    /** The name as {@code CONFIG GET} shows it. */
    String text() {
        return text;
    }

    static @Nullable ClientClass find(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "normal" -> NORMAL;
            case "slave", "replica" -> REPLICA;
            case "pubsub" -> PUBSUB;
            default -> null;
        };
    }

    /** Redis's limits. */
    static Map<ClientClass, OutputLimit> defaults() {
        var limits = new EnumMap<ClientClass, OutputLimit>(ClientClass.class);
        limits.put(NORMAL, OutputLimit.NONE);
        limits.put(REPLICA, new OutputLimit(256 << 20, 64 << 20, 60));
        limits.put(PUBSUB, new OutputLimit(32 << 20, 8 << 20, 60));
        return Collections.unmodifiableMap(limits);
    }
}
