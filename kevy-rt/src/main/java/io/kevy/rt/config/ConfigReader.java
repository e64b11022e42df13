package io.kevy.rt.config;

import io.kevy.resp.Argv;
import io.kevy.resp.ProtocolException;
import io.kevy.resp.RequestLimits;
import io.kevy.resp.RequestParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns a command line and the files it names into lines of words.
 *
 * <p>A line is a directive and its values, split as Redis splits it: at blanks, with quotes and
 * escapes. Empty lines and lines that begin with {@code #} do not count. {@code include file} reads
 * another file at that place.
 */
final class ConfigReader {
    private static final int INCLUDE_DEPTH_MAX = 16;

    /**
     * A directive and its values.
     *
     * @param place where it stands, for messages: {@code in kevy.conf line 3}
     */
    record Line(String place, List<String> words) {
        String directive() {
            return words.getFirst();
        }

        List<String> values() {
            return words.subList(1, words.size());
        }
    }

    private final List<Line> lines = new ArrayList<>();
    private @Nullable Path file;

    private ConfigReader() {}

    /**
     * Reads {@code [config-file] [--directive value ...] [-]}. The values of a directive go on until
     * the next word that begins with two dashes; the first value may itself begin with them.
     *
     * @param input what a last {@code -} stands for; null: nothing, it is a word like any other
     */
    static ConfigReader read(@Nullable InputStream input, String... arguments)
            throws ConfigException {
        var reader = new ConfigReader();
        int from = 0;
        int to = arguments.length;
        boolean usesInput = input != null && to > 0 && arguments[to - 1].equals("-");
        if (usesInput) {
            to--;
        }
        if (to > 0 && !arguments[0].startsWith("-")) {
            reader.readFile(arguments[0], 0, "");
            reader.file = Path.of(arguments[0]).toAbsolutePath().normalize();
            from = 1;
        }
        if (input != null && usesInput) {
            reader.readInput(input);
        }
        reader.readCommandLine(Arrays.copyOfRange(arguments, from, to));
        return reader;
    }

    List<Line> lines() {
        return lines;
    }

    /** The file that the command line names, an absolute path; null: none. */
    @Nullable Path file() {
        return file;
    }

    private void readCommandLine(String[] arguments) throws ConfigException {
        String place = "on the command line";
        List<String> words = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            boolean namesDirective = argument.startsWith("--") && words.size() != 1;
            if (!namesDirective && words.isEmpty()) {
                throw new ConfigException(
                        "'" + argument + "' " + place + " follows no --directive");
            }
            if (!namesDirective) {
                words.add(argument);
                continue;
            }
            addLine(place, words);
            words = new ArrayList<>(split(argument.substring(2), place));
            boolean last = i + 1 == arguments.length || arguments[i + 1].startsWith("--");
            if (last && words.equals(List.of("save"))) {
                words.add("");
            }
        }
        addLine(place, words);
    }

    private void readFile(String name, int depth, String from) throws ConfigException {
        if (depth > INCLUDE_DEPTH_MAX) {
            throw new ConfigException("'" + name + "'" + from + " is included in a circle");
        }
        String text;
        try {
            text = new String(Files.readAllBytes(Path.of(name)), StandardCharsets.UTF_8);
        } catch (InvalidPathException e) {
            throw new ConfigException(cannotRead(name, from, e.getReason()));
        } catch (NoSuchFileException e) {
            throw new ConfigException(cannotRead(name, from, "No such file or directory"));
        } catch (AccessDeniedException e) {
            throw new ConfigException(cannotRead(name, from, "Permission denied"));
        } catch (IOException e) {
            throw new ConfigException(cannotRead(name, from, String.valueOf(e.getMessage())));
        }
        readLines(text, name, depth);
    }

    private void readInput(InputStream input) throws ConfigException {
        try {
            readLines(
                    new String(input.readAllBytes(), StandardCharsets.UTF_8), "standard input", 0);
        } catch (IOException e) {
            throw new ConfigException(
                    "can't read the configuration from standard input: " + e.getMessage());
        }
    }

    private void readLines(String text, String name, int depth) throws ConfigException {
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            String trimmed = line.strip();
            if (trimmed.isEmpty() || trimmed.startsWith("#")) {
                continue;
            }
            String place = "in " + name + " line " + number;
            List<String> words = split(trimmed, place);
            if (words.size() == 2 && words.getFirst().equalsIgnoreCase("include")) {
                readFile(words.get(1), depth + 1, " " + place);
            } else {
                addLine(place, words);
            }
        }
    }

    private static String cannotRead(String name, String from, String reason) {
        return "can't open config file '" + name + "'" + from + ": " + reason;
    }

    private void addLine(String place, List<String> words) {
        if (!words.isEmpty()) {
            lines.add(new Line(place, List.copyOf(words)));
        }
    }

    /** The words of a line; a leading blank keeps the parser from seeing a multibulk request. */
    private static List<String> split(String line, String place) throws ConfigException {
        byte[] bytes = (" " + line + "\n").getBytes(StandardCharsets.UTF_8);
        var limits = new RequestLimits(1 << 20, 1 << 20, Math.max(bytes.length, 1 << 16));
        var argv = new Argv();
        try {
            new RequestParser(limits).parse(bytes, 0, bytes.length, argv);
        } catch (ProtocolException e) {
            throw new ConfigException(
                    "Unbalanced quotes in configuration line " + place + ": " + line);
        }
        var words = new ArrayList<String>();
        for (int i = 0; i < argv.count(); i++) {
            words.add(new String(argv.copy(i), StandardCharsets.UTF_8));
        }
        return words;
    }
}
