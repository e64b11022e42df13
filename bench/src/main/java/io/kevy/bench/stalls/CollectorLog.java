package io.kevy.bench.stalls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The log of a JVM's collector, as {@code -Xlog:gc} writes it. */
final class CollectorLog {
    private static final Pattern PAUSE = Pattern.compile("Pause .* ([0-9.]+)ms$");

    private final Path file;
    private long read;

    CollectorLog(Path file) {
        this.file = file;
    }

    /** The option that makes a JVM write it. */
    String option() {
        return "-Xlog:gc:file=" + file + ":uptime:filecount=0";
    }

    /** What came since the last call does not count. */
    void skip() throws IOException {
        longestMillis();
    }

    /** The longest pause since the last call, in milliseconds; 0 when there was none. */
    double longestMillis() throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        String text = Files.readString(file);
        // A new server begins the file anew.
        double longest = longestMillis(text.substring(text.length() < read ? 0 : (int) read));
        read = text.length();
        return longest;
    }

    static double longestMillis(String lines) {
        double longest = 0;
        for (String line : lines.split("\n", -1)) {
            var pause = PAUSE.matcher(line);
            if (pause.find()) {
                longest = Math.max(longest, Double.parseDouble(pause.group(1)));
            }
        }
        return longest;
    }
}
