package io.kevy.rt.dispatch;

import java.util.Map;

/** Where the command table deliberately says something else than the reference facts. */
final class KnownDifferences {
    /** Full name of the command, and why it differs. */
    static final Map<String, String> REASONS = Map.of();

    private KnownDifferences() {}
}
