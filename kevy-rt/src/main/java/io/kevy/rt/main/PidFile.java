package io.kevy.rt.main;

import io.kevy.rt.config.Config;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The file that holds the number of this process while it runs, if one is configured. */
final class PidFile {
    private static final System.Logger LOG = System.getLogger("io.kevy");

    private final @Nullable Path path;

    private PidFile(@Nullable Path path) {
        this.path = path;
    }

    /** Writes it; a file that cannot be written is no reason not to run. */
    static PidFile write(Config config) {
        var path = config.pidFile();
        if (path == null) {
            return new PidFile(null);
        }
        try {
            Files.writeString(path, ProcessHandle.current().pid() + "\n");
            return new PidFile(path);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "pidfile {0} cannot be written: {1}", path, e);
            return new PidFile(null);
        }
    }

    void remove() {
        var file = path;
        if (file == null) {
            return;
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "pidfile {0} cannot be removed: {1}", file, e);
        }
    }
}
