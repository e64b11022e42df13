package io.kevy.rt.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.rt.replication.JavaProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program as a shell sees it: arguments, standard input and output, signals, exit codes. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class MainIT {
    private static final Pattern READY =
            Pattern.compile("Ready to accept connections on port (\\d+)");

    /** Output and exit code of a run that ends by itself. */
    private static String run(String... arguments) throws IOException, InterruptedException {
        var process = JavaProcess.start(Main.class, arguments);
        process.getOutputStream().close();
        String output = rest(process.inputReader());
        return output + process.waitFor();
    }

    private static String rest(BufferedReader lines) throws IOException {
        var rest = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            rest.append(line).append('\n');
        }
        return rest.toString();
    }

    private static int awaitPort(BufferedReader log) throws IOException {
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            var ready = READY.matcher(line);
            if (ready.find()) {
                return Integer.parseInt(ready.group(1));
            }
        }
        throw new IOException("the server did not start");
    }

    @Test
    void aSignalStopsItInOrderWithExitCodeZero() throws Exception {
        var process = JavaProcess.start(Main.class, "--port", "0", "--shards", "2");
        try {
            var log = process.inputReader();
            awaitPort(log);
            // Unlike the process's own, this leaves its output to be read.
            process.toHandle().destroy();
            String rest = rest(log);
            assertTrue(rest.endsWith("stopping\n"), rest);
            assertEquals(0, process.waitFor());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void shutdownStopsItWithExitCodeZero() throws Exception {
        var process = JavaProcess.start(Main.class, "--port", "0", "--shards", "2");
        try {
            var log = process.inputReader();
            int port = awaitPort(log);
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.getOutputStream()
                        .write("SHUTDOWN NOSAVE\r\n".getBytes(StandardCharsets.US_ASCII));
                assertEquals(-1, socket.getInputStream().read());
            }
            String rest = rest(log);
            assertTrue(rest.endsWith("stopping\n"), rest);
            assertEquals(0, process.waitFor());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void itReadsItsConfigurationFromStandardInput(@TempDir Path dir) throws Exception {
        var process = JavaProcess.start(Main.class, "--port", "0", "-");
        try {
            var log = dir.resolve("log");
            try (var input = process.outputWriter()) {
                input.write("port 1\nshards 1\nlogfile " + log + "\n");
            }
            while (!(Files.exists(log) && READY.matcher(Files.readString(log)).find())) {
                assertTrue(process.isAlive());
                Thread.onSpinWait();
            }
            process.destroy();
            assertEquals(0, process.waitFor());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void itSaysWhatItIsAndHowItIsCalled() throws Exception {
        String version = run("--version");
        assertTrue(version.matches("kevy server v=[0-9.]+ redis=7[0-9.]+ java=\\S+\n0"), version);
        assertEquals(version, run("-v"));
        String help = run("--help");
        assertTrue(help.startsWith("Usage: kevy ") && help.endsWith("\n0"), help);
        assertEquals(help, run("-h"));
    }

    @Test
    void aLogFileThatCannotBeOpenedIsNamedWithTheReason(@TempDir Path dir) throws Exception {
        var file = dir.resolve("none/log");
        assertEquals(
                "kevy: cannot open logfile " + file + " (No such file or directory)\n1",
                run("--logfile", file.toString()));
    }
}
