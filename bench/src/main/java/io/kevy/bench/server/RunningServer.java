package io.kevy.bench.server;

import io.kevy.bench.AtExit;
import io.kevy.bench.ProcessFacts;
import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * A server at work: on the cores it is given, on a free port, without persistence. It can be stopped for a while, so that it
 * takes nothing from the one that is measured. Ends with this process, however that ends, kill -9 excepted.
 */
public final class RunningServer implements AutoCloseable {
    private static final long START_SECONDS_MAX = 180;

    /** Ports below those the kernel gives to outgoing connections, by ten thousand and more. */
    private static final int PORT_FIRST = 12_000;
    private static final int PORT_LAST = 22_000;

    /** Where this server expects replicas, counted from its port; the others ignore it. */
    private static final int REPLICATION_PORT_STEP = 10_000;

    private final String name;
    private final Path directory;
    private final InetSocketAddress address;
    private final Process process;
    private final AtExit atExit;

    private RunningServer(ServerBinary binary, Cores cores, Start start, Path directory, int port)
            throws IOException {
        this.name = binary.name();
        this.directory = directory;
        this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        var directives = List.of("--port", Integer.toString(port), "--bind", "127.0.0.1", "--save",
                "", "--appendonly", "no", "--dir", directory.toString());
        var builder = new ProcessBuilder(cores.pinned(start.placement(), binary.with(directives)))
                .redirectInput(new File("/dev/null")).redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile());
        builder.environment().put("KEVY_JAVA_OPTS", start.javaOptions());
        this.process = builder.start();
        this.atExit = new AtExit(() -> end(process, directory));
    }

    /**
     * How a server is started.
     *
     * @param javaOptions for the JVM of our own
     * @param lookMillis how often one looks whether it answers
     */
    public record Start(Placement placement, String javaOptions, long lookMillis) {
        /** On these cores, without further options. */
        public static Start on(Placement placement) {
            return new Start(placement, "", 50);
        }
    }

    /** Starts a server on the servers' core and waits until it answers, as {@link #start(ServerBinary, Cores, Start)}. */
    public static RunningServer start(ServerBinary binary, Cores cores)
            throws IOException, InterruptedException {
        return start(binary, cores, Start.on(Placement.SERVER_CORE));
    }

    /**
     * Starts a server and waits until it answers.
     *
     * @throws IOException with the server's own last words when it ends, or does not answer in time
     */
    public static RunningServer start(ServerBinary binary, Cores cores, Start start)
            throws IOException, InterruptedException {
        var server = new RunningServer(binary, cores, start,
                Files.createTempDirectory("kevy-bench"), freePort());
        try {
            server.awaitReady(start.lookMillis());
            return server;
        } catch (IOException | InterruptedException e) {
            server.close();
            throw e;
        }
    }

    private static int freePort() throws IOException {
        for (int tries = 0; tries < 100; tries++) {
            int port = RandomGenerator.getDefault().nextInt(PORT_FIRST, PORT_LAST);
            if (isFree(port) && isFree(port + REPLICATION_PORT_STEP)) {
                return port;
            }
        }
        throw new IOException("no free port between " + PORT_FIRST + " and " + PORT_LAST);
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private void awaitReady(long lookMillis) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        while (!answersPing()) {
            if (process.waitFor(lookMillis, TimeUnit.MILLISECONDS)) {
                throw new IOException(name + " does not start: " + lastWords());
            }
            if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(START_SECONDS_MAX)) {
                throw new IOException(name + " does not answer: " + lastWords());
            }
        }
    }

    private boolean answersPing() throws IOException {
        byte[] pong = "+PONG\r\n".getBytes(StandardCharsets.US_ASCII);
        try (var socket = new Socket(address.getAddress(), address.getPort())) {
            socket.setSoTimeout(1000);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            return Arrays.equals(pong, socket.getInputStream().readNBytes(pong.length));
        } catch (ConnectException e) {
            return false;
        }
    }

    private String lastWords() throws IOException {
        var lines = Files.readAllLines(directory.resolve("log"));
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
    }

    /** Product and version. */
    public String name() {
        return name;
    }

    /** Where clients connect. */
    public InetSocketAddress address() {
        return address;
    }

    /** Commands served since the start, as the server counts them. */
    public long commandsProcessed() throws IOException {
        return Long.parseLong(fact("stats", "total_commands_processed"));
    }

    /**
     * A field of {@code INFO}.
     *
     * @throws IOException when the server does not tell it
     */
    public String fact(String section, String field) throws IOException {
        String answer = ask("INFO " + section);
        String begin = "\n" + field + ":";
        int from = answer.indexOf(begin);
        if (from < 0) {
            throw new IOException(name + " does not tell " + field);
        }
        return answer.substring(from + begin.length(), answer.indexOf('\r', from));
    }

    /** What the server answers to one request of words without blanks. */
    public String ask(String request) throws IOException {
        try (var socket = new Socket(address.getAddress(), address.getPort())) {
            socket.getOutputStream()
                    .write((request + "\r\nQUIT\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    /** CPU used since the start, in seconds. */
    public double cpuSeconds() throws IOException {
        return ProcessFacts.of(process.pid()).cpuSeconds();
    }

    /** Bytes of its process that are in memory now. */
    public long residentBytes() throws IOException {
        return ProcessFacts.of(process.pid()).residentBytes();
    }

    /** Stops the process where it is. */
    public void pause() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /** Lets the process go on. */
    public void resume() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        var kill = new ProcessBuilder("kill", signal, Long.toString(process.pid())).start();
        if (kill.waitFor() != 0) {
            throw new IOException(name + " has ended: " + lastWords());
        }
    }

    /** Ends the process and removes what it wrote. Idempotent. */
    @Override
    public void close() {
        atExit.close();
        end(process, directory);
    }

    /** Nothing of it is to be kept, so it is killed, which ends a stopped process too. */
    private static void end(Process process, Path directory) {
        process.destroyForcibly();
        try {
            process.waitFor();
            Files.deleteIfExists(directory.resolve("log"));
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            System.err.println("left behind: " + directory + " (" + e + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
