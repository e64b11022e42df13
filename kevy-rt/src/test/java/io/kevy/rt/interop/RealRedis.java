package io.kevy.rt.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import redis.embedded.RedisExecProvider;

/** A Redis 7.0.15 of our own, which keeps nothing and listens on a Unix-domain socket only. */
final class RealRedis implements AutoCloseable {
    private final Process process;
    private final Path folder;
    private final Path socket;

    private RealRedis(Process process, Path folder, Path socket) {
        this.process = process;
        this.folder = folder;
        this.socket = socket;
    }

    static RealRedis start() throws IOException {
        var program = RedisExecProvider.defaultProvider().get();
        var folder = Files.createTempDirectory("redis");
        var socket = folder.resolve("socket");
        var process = new ProcessBuilder(List.of(program.getPath(),
                "--port", "0",
                "--unixsocket", socket.toString(),
                "--dir", folder.toString(),
                "--save", "",
                "--client-output-buffer-limit", "normal 0 0 0"))
                .redirectErrorStream(true)
                .start();
        var log = new StringBuilder();
        var reader = process.inputReader();
        String line;
        while ((line = reader.readLine()) != null) {
            if (line.contains("ready to accept connections")) {
                Thread.ofPlatform().daemon().start(() -> drain(reader));
                return new RealRedis(process, folder, socket);
            }
            log.append(line).append('\n');
        }
        throw new IOException("Redis did not start:\n" + log);
    }

    private static void drain(BufferedReader reader) {
        try {
            while (reader.readLine() != null) {
                // Whatever it logs; a full pipe would stop it.
            }
        } catch (IOException e) {
            // The process is gone.
        }
    }

    SocketAddress address() {
        return UnixDomainSocketAddress.of(socket);
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(socket);
        Files.deleteIfExists(folder);
    }
}
