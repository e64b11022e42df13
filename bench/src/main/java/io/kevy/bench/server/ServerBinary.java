package io.kevy.bench.server;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A server that can be started.
 *
 * @param name its product and version, "Redis 7.0.15"
 * @param command how to start it; directives follow
 */
public record ServerBinary(String name, List<String> command) {
    private static final List<String> NAMES = List.of("redis-server", "valkey-server");
    private static final Pattern VERSION = Pattern.compile("^(\\w+) server v=([\\w.-]+)");

    /**
     * Every Redis and Valkey of a machine, each file once.
     *
     * @param path directories, as PATH has them
     * @param more files, separated in the same way
     * @throws IOException when one of the files does not tell its version
     */
    public static List<ServerBinary> others(@Nullable String path, @Nullable String more)
            throws IOException {
        Map<Path, ServerBinary> found = new LinkedHashMap<>();
        for (String file : parts(more)) {
            add(found, Path.of(file));
        }
        for (String directory : parts(path)) {
            for (String name : NAMES) {
                Path file = Path.of(directory, name);
                if (Files.isExecutable(file)) {
                    add(found, file);
                }
            }
        }
        return List.copyOf(found.values());
    }

    private static List<String> parts(@Nullable String list) {
        return list == null
                ? List.of()
                : Pattern.compile(File.pathSeparator, Pattern.LITERAL).splitAsStream(list)
                        .filter(part -> !part.isEmpty()).toList();
    }

    private static void add(Map<Path, ServerBinary> found, Path file) throws IOException {
        Path real = file.toRealPath();
        if (!found.containsKey(real)) {
            // By its given name: a Valkey started by a link named redis-server says it is one.
            found.put(real, new ServerBinary(version(file), List.of(file.toString())));
        }
    }

    private static String version(Path file) throws IOException {
        var process = new ProcessBuilder(file.toString(), "--version").start();
        String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var matcher = VERSION.matcher(line);
        if (!matcher.find()) {
            throw new IOException(file + " --version answers \"" + line.strip() + "\"");
        }
        return matcher.group(1) + " " + matcher.group(2);
    }

    /** The command with directives, as a list of its own. */
    List<String> with(List<String> directives) {
        var whole = new ArrayList<>(command);
        whole.addAll(directives);
        return whole;
    }
}
