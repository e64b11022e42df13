package io.kevy.rt.replication;

import io.kevy.rt.main.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server in a process of its own, on any free port, and what it logs. */
public final class ServerProcess implements AutoCloseable {
    private static final Pattern READY =
            Pattern.compile("Ready to accept connections on port (\\d+)");
    private static final int START_SECONDS_MAX = 60;

    private final Process process;
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final List<String> log = new ArrayList<>();

    private ServerProcess(Process process) {
        this.process = process;
        // Reading from a process holds the thread that carries a virtual one.
        Thread.ofPlatform().daemon().start(this::readLog);
    }

    /** Starts a server with these directives and waits until it accepts clients. */
    public static ServerProcess start(String... directives) throws IOException {
        var server = new ServerProcess(JavaProcess.start(Main.class, directives));
        try {
            server.port.get(START_SECONDS_MAX, TimeUnit.SECONDS);
            return server;
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            server.close();
            throw new IOException("the server did not start: " + server.log(), e);
        }
    }

    private void readLog() {
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(
                                process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (log) {
                    log.add(line);
                }
                Matcher ready = READY.matcher(line);
                if (ready.find()) {
                    port.complete(Integer.parseInt(ready.group(1)));
                }
            }
        } catch (IOException e) {
            port.completeExceptionally(e);
        }
        port.completeExceptionally(new IOException("the process has ended"));
    }

    public int port() {
        return port.join();
    }

    public RespClient client() {
        try {
            return RespClient.connect(port());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything logged so far. */
    public String log() {
        synchronized (log) {
            return String.join("\n", log);
        }
    }

    /** Asks the process to end, and waits for what it ends with. */
    int terminate() throws InterruptedException {
        process.destroy();
        return process.waitFor();
    }

    /** Ends the process without letting it do anything more, as {@code kill -9} does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
