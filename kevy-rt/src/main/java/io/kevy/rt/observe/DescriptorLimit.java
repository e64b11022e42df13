package io.kevy.rt.observe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** How many descriptors the system gives this process. */
public final class DescriptorLimit {
    private static final String NAME = "Max open files";

    private DescriptorLimit() {}

    /** The limit in force; {@link Long#MAX_VALUE} where there is none or the system does not say. */
    public static long read() {
        return read(Path.of("/proc/self/limits"));
    }

    /**
     * The limit that a file of limits names.
     *
     * @param limits lines of a name, the limit in force, the one it may be raised to, and the unit
     */
    static long read(Path limits) {
        String text;
        try {
            text = Files.readString(limits, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
        for (String line : text.split("\n", -1)) {
            if (line.startsWith(NAME)) {
                String[] words = line.substring(NAME.length()).strip().split(" +", -1);
                try {
                    return Long.parseLong(words[0]);
                } catch (NumberFormatException e) {
                    return Long.MAX_VALUE;
                }
            }
        }
        return Long.MAX_VALUE;
    }
}
