package io.kevy.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs one measurement in a JVM that does nothing else. */
public final class ChildJvm {
    private ChildJvm() {}

    /**
     * Runs a class of this class path in a JVM with the options of this one, and reads the figures it prints. The JVM ends
     * with this one.
     *
     * @param options of the JVM, which come last and so prevail
     * @throws IOException with the first line of its complaint when it fails
     */
    public static <E extends Enum<E>> Figures<E> measure(Class<E> names, Class<?> program,
            List<String> options, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(List.of(arguments));
        var complaints = Files.createTempFile("kevy-bench", ".err");
        try {
            var process = new ProcessBuilder(command).redirectError(complaints.toFile()).start();
            var atExit = new AtExit(process::destroyForcibly);
            String lines =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            int exit = process.waitFor();
            atExit.close();
            if (exit != 0) {
                throw new IOException(complaint(Files.readString(complaints), exit));
            }
            return Figures.parse(names, lines);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            Files.delete(complaints);
        }
    }

    /** What the JVM says it failed of, without the warnings and the notes before. */
    static String complaint(String errors, int exit) {
        return errors.lines().filter(line -> line.contains("Exception") || line.contains("Error"))
                .findFirst()
                .map(line -> line.replaceFirst("^Exception in thread \"[^\"]*\" ", ""))
                .orElse("ended with exit code " + exit);
    }
}
