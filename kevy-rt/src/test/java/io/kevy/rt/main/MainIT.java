package io.kevy.rt.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.rt.replication.JavaProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    private static void signal(Process process, String name) throws Exception {
        var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        assertEquals(0, kill.waitFor());
    }

    private static String ask(int port, String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write((request + "\r\nQUIT\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void aHangUpDoesNotEndIt() throws Exception {
        var process = JavaProcess.start(Main.class, "--port", "0", "--shards", "1");
        try {
            int port = awaitPort(process.inputReader());
            assertEquals("+OK\r\n+OK\r\n", ask(port, "SET k v"));
            signal(process, "HUP");
            assertEquals("$1\r\nv\r\n+OK\r\n", ask(port, "GET k"));
            signal(process, "TERM");
            assertEquals(0, process.waitFor());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aLogFileThatWasMovedAwayIsFollowedByANewOne(@TempDir Path dir) throws Exception {
        var log = dir.resolve("log");
        var process =
                JavaProcess.start(
                        Main.class, "--port", "0", "--shards", "1", "--logfile", log.toString());
        try {
            while (!(Files.exists(log) && READY.matcher(Files.readString(log)).find())) {
                assertTrue(process.isAlive());
                Thread.onSpinWait();
            }
            Files.move(log, dir.resolve("log.1"));
            process.destroy();
            assertEquals(0, process.waitFor());
            assertTrue(Files.readString(log).endsWith("stopping\n"));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aVerboseLogHasNoStackTracesOfAnOrderlyStop() throws Exception {
        for (String level : new String[] {"verbose", "debug"}) {
            var process =
                    JavaProcess.start(
                            Main.class, "--port", "0", "--shards", "1", "--loglevel", level);
            try {
                var log = process.inputReader();
                int port = awaitPort(log);
                ask(port, "SHUTDOWN NOSAVE");
                String rest = rest(log);
                assertFalse(rest.contains("\tat "), rest);
                assertFalse(rest.contains("Throwable"), rest);
                assertEquals(0, process.waitFor());
            } finally {
                process.destroyForcibly();
            }
        }
    }

    @Test
    void itsNumberStandsInItsPidFileWhileItRuns(@TempDir Path dir) throws Exception {
        var file = dir.resolve("kevy.pid");
        var process =
                JavaProcess.start(
                        Main.class, "--port", "0", "--shards", "1", "--pidfile", file.toString());
        try {
            awaitPort(process.inputReader());
            assertEquals(process.pid() + "\n", Files.readString(file));
            process.destroy();
            assertEquals(0, process.waitFor());
            assertFalse(Files.exists(file));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aServerOnTheModulePathLogsAsAnyOther() throws Exception {
        var process =
                JavaProcess.start(
                        JavaProcess.moduleCommand(
                                "io.kevy.rt", Main.class, "--port", "0", "--shards", "1"));
        try {
            var log = process.inputReader();
            var lines = new StringBuilder();
            for (String line = log.readLine(); line != null; line = log.readLine()) {
                lines.append(line).append('\n');
                if (READY.matcher(line).find()) {
                    break;
                }
            }
            process.toHandle().destroy();
            lines.append(rest(log));
            assertFalse(lines.toString().contains("Could not load"), lines.toString());
            assertTrue(lines.toString().endsWith("stopping\n"), lines.toString());
            assertEquals(0, process.waitFor());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void withFewDescriptorsOneClientTooManyIsToldSo() throws Exception {
        var command = new ArrayList<>(List.of("sh", "-c", "ulimit -n 200 && exec \"$@\"", "sh"));
        command.addAll(JavaProcess.command(Main.class, "--port", "0", "--shards", "1"));
        var process = JavaProcess.start(command);
        var clients = new ArrayList<Socket>();
        try {
            var log = process.inputReader();
            int port = awaitPort(log);
            int refused = 0;
            for (int i = 0; i < 260; i++) {
                var client = new Socket(InetAddress.getLoopbackAddress(), port);
                clients.add(client);
                client.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
                var answer = client.getInputStream().readNBytes(5);
                refused += new String(answer, StandardCharsets.US_ASCII).equals("-ERR ") ? 1 : 0;
            }
            assertEquals(260 - (200 - 64 - 16), refused);
            clients.removeFirst().close();
        } finally {
            for (Socket client : clients) {
                client.close();
            }
            process.destroyForcibly();
        }
    }

    @Test
    void theTrainingLoadIsServedAndEndsTheServer() throws Exception {
        var server = JavaProcess.start(Main.class, "--port", "0", "--shards", "2");
        try {
            var log = server.inputReader();
            int port = awaitPort(log);
            var training = JavaProcess.start(Training.class, Integer.toString(port), "1");
            assertEquals("", rest(training.inputReader()));
            assertEquals(0, training.waitFor());
            assertTrue(rest(log).endsWith("stopping\n"));
            assertEquals(0, server.waitFor());
        } finally {
            server.destroyForcibly();
        }
    }
}
