package io.kevy.rt.main;

import io.kevy.rt.config.Config;
import io.kevy.rt.config.ConfigException;
import io.kevy.rt.server.KevyServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;

/**
 * Starts a server: {@code kevy [config-file] [--directive value ...]}.
 *
 * <p>Whatever keeps it from starting is one line on standard error and exit code 1. SIGTERM and
 * SIGINT stop it in an orderly way.
 */
public final class Main {
    private static final System.Logger LOG = System.getLogger("io.kevy");

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    private static int run(String[] arguments) {
        Config config;
        try {
            config = Config.load(arguments);
        } catch (ConfigException e) {
            System.err.println("kevy: " + e.text());
            return 1;
        }
        try {
            LogSetup.apply(config);
            return serve(config);
        } catch (IOException e) {
            System.err.println("kevy: " + e.getMessage());
            return 1;
        } catch (UncheckedIOException | UnsupportedOperationException
                | IllegalArgumentException e) {
            System.err.println("kevy: cannot start: " + e.getMessage());
            return 1;
        }
    }

    private static int serve(Config config) throws IOException {
        var server = KevyServer.start(config);
        try {
            Thread stop = Thread.ofPlatform().name("kevy-stop").unstarted(() -> stop(server));
            Runtime.getRuntime().addShutdownHook(stop);
            LOG.log(Level.INFO, "Ready to accept connections on port {0,number,#}", server.port());
            return server.awaitShutdown() == null ? 0 : 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    /** Runs when the process ends for whatever reason. */
    private static void stop(KevyServer server) {
        LOG.log(Level.INFO, "stopping");
        server.close();
    }
}
