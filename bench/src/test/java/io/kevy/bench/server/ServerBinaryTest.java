package io.kevy.bench.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerBinaryTest {
    @TempDir
    private Path directory;

    @Test
    void serversOnThePathAndThoseNamedAreFoundOnce() throws IOException {
        var redis = script("redis-server", "Redis server v=7.0.15 sha=00000000:0 malloc=libc");
        var valkey = script("valkey-8", "Valkey server v=8.0.1 sha=00000000:0 malloc=libc");
        Files.createSymbolicLink(directory.resolve("valkey-server"), valkey);
        assertEquals(
                List.of(new ServerBinary("Valkey 8.0.1", List.of(valkey.toString())),
                        new ServerBinary("Redis 7.0.15", List.of(redis.toString()))),
                ServerBinary.others(directory + ":/nowhere", valkey + ":"));
        assertEquals(List.of(), ServerBinary.others("/nowhere", null));
    }

    @Test
    void aServerWithoutVersionIsAnError() throws IOException {
        var file = script("other", "unknown option");
        assertThrows(IOException.class, () -> ServerBinary.others(null, file.toString()));
    }

    private Path script(String name, String answer) throws IOException {
        var file = directory.resolve(name);
        Files.writeString(file, "#!/bin/sh\necho '" + answer + "'\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
