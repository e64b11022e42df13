package io.kevy.rt.replication;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program of the test's class path in a process of its own. */
public final class JavaProcess {
    private JavaProcess() {}

    /** Starts {@code main} with errors going where its output goes. */
    public static Process start(Class<?> main, String... arguments) throws IOException {
        return start(command(main, arguments));
    }

    /** Runs a command line with errors going where its output goes. */
    public static Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** The command line that runs {@code main}. */
    public static List<String> command(Class<?> main, String... arguments) {
        return command(
                List.of(
                        "--enable-native-access=ALL-UNNAMED", "-cp",
                        System.getProperty("java.class.path"), main.getName()),
                arguments);
    }

    /** The command line that runs {@code main} from its module; needs modules only. */
    public static List<String> moduleCommand(String module, Class<?> main, String... arguments) {
        var path = new ArrayList<String>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if ((entry.contains("kevy-") && !entry.contains("test-classes"))
                    || entry.contains("jctools") || entry.contains("jspecify")) {
                path.add(entry);
            }
        }
        return command(
                List.of(
                        "--enable-native-access=io.kevy.sys", "-p",
                        String.join(File.pathSeparator, path), "-m",
                        module + "/" + main.getName()),
                arguments);
    }

    private static List<String> command(List<String> what, String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-Xmx256m"));
        command.addAll(what);
        command.addAll(List.of(arguments));
        return command;
    }
}
