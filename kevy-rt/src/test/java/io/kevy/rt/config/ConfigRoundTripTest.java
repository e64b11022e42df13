package io.kevy.rt.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random values of every kind, written to a file and to a command line, are read back equal. */
class ConfigRoundTripTest {
    private static final int ROUNDS = 300;
    private static final String LETTERS = " \"'\\#\tabcXYZ09-\u00e9\u4e16";

    @Test
    void whatIsWrittenQuotedIsReadBack(@TempDir Path dir) throws IOException, ConfigException {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = 0x6b657679L + round;
            var random = new Random(seed);
            String[][] settings = {
                {"logfile", text(random)},
                {"unixsocket", text(random)},
                {"port", Integer.toString(random.nextInt(40000))},
                {"timeout", Integer.toString(random.nextInt(Integer.MAX_VALUE))},
                {"repl-backlog-size", Long.toString(16384 + random.nextLong(1L << 40))},
                {"replica-read-only", random.nextBoolean() ? "yes" : "no"},
                {"loglevel", List.of("debug", "verbose", "warning").get(random.nextInt(3))},
            };
            var file = new StringBuilder();
            var arguments = new String[settings.length * 2];
            for (int i = 0; i < settings.length; i++) {
                file.append(randomCase(settings[i][0], random)).append(' ')
                        .append(quoted(settings[i][1], random)).append('\n');
                arguments[2 * i] = "--" + settings[i][0];
                arguments[2 * i + 1] = settings[i][1];
            }
            var path = Files.writeString(dir.resolve("kevy.conf"), file);
            var fromFile = Config.load(path.toString());
            var fromCommandLine = Config.load(arguments);
            for (String[] setting : settings) {
                assertEquals(setting[1], fromFile.text(setting[0]), "seed " + seed);
                assertEquals(setting[1], fromCommandLine.text(setting[0]), "seed " + seed);
            }
        }
    }

    private static String text(Random random) {
        var text = new StringBuilder("x");
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    private static String randomCase(String name, Random random) {
        return random.nextBoolean() ? name : name.toUpperCase(Locale.ROOT);
    }

    /** In double quotes, with an escape wherever one is needed and sometimes where it is not. */
    private static String quoted(String value, Random random) {
        var quoted = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\t') {
                quoted.append("\\t");
            } else if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < 128 && random.nextInt(4) == 0) {
                quoted.append(String.format("\\x%02x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
