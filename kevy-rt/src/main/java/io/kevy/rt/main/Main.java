package io.kevy.rt.main;

import io.kevy.rt.command.Version;
import io.kevy.rt.config.Config;
import io.kevy.rt.config.ConfigException;
import io.kevy.rt.server.KevyServer;
import io.kevy.sys.Signals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Starts a server: {@code kevy [config-file] [--directive value ...] [-]}.
 *
 * <p>Whatever keeps it from starting is a line on standard error and exit code 1. SIGHUP is ignored. SIGTERM and
 * SIGINT stop it in an orderly way, which is exit code 0 as that of {@code SHUTDOWN} is.
 */
public final class Main {
    static {
        LogSetup.beforeAnyLogger();
    }

    private static final System.Logger LOG = System.getLogger("io.kevy");
    private static final String USAGE =
            """
            Usage: kevy [config-file] [--directive value ...] [-]
                   kevy - (read the configuration from standard input)
                   kevy -v or --version
                   kevy -h or --help

            Examples:
                   kevy (run the server with what is configured when nothing is)
                   echo 'timeout 60' | kevy -
                   kevy /etc/kevy/6379.conf
                   kevy --port 7777 --replicaof 127.0.0.1 8888
                   kevy /etc/kevy/6379.conf --loglevel verbose -
            """;

    private static final byte[] LAST_WORDS =
            "kevy: the server cannot go on and ends\n".getBytes(StandardCharsets.US_ASCII);

    private Main() {}

    public static void main(String[] arguments) {
        int code;
        try {
            code = run(arguments);
        } catch (Throwable e) {
            end(e);
            return;
        }
        System.exit(code);
    }

    private static int run(String[] arguments) {
        return switch (arguments.length == 0 ? "" : arguments[0]) {
            case "-v", "--version" -> say(version());
            case "-h", "--help" -> say(USAGE);
            default -> start(arguments);
        };
    }

    private static String version() {
        return "kevy server v=" + Version.KEVY + " redis=" + Version.REDIS + " java="
                + Runtime.version() + "\n";
    }

    private static int say(String text) {
        System.out.print(text);
        return 0;
    }

    private static int start(String[] arguments) {
        Signals.ignoreHangUp();
        Config config;
        try {
            config = Config.load(System.in, arguments);
        } catch (ConfigException e) {
            e.text().lines().forEach(line -> System.err.println("kevy: " + line));
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
        var runtime = Runtime.getRuntime();
        var pidFile = PidFile.write(config);
        Thread atSignal =
                Thread.ofPlatform().name("kevy-stop").unstarted(() -> halt(server, pidFile));
        runtime.addShutdownHook(atSignal);
        sayReady(config, server);
        var failure = awaitShutdown(server);
        if (failure != null) {
            end(failure);
        }
        try {
            runtime.removeShutdownHook(atSignal);
        } catch (IllegalStateException e) {
            return 0; // It is running, and ends the process.
        }
        stop(server, pidFile);
        return 0;
    }

    /** Waits until the server has been asked to stop; returns why it cannot go on, if so. */
    private static @Nullable Throwable awaitShutdown(KevyServer server) {
        try {
            return server.awaitShutdown();
        } catch (InterruptedException e) {
            return e;
        }
    }

    /**
     * Ends a process that cannot go on with one line and exit code 1, at once: nothing that is left
     * of it, waiting threads and hooks included, can be relied upon, and memory may be what is missing.
     */
    private static void end(Throwable failure) {
        try {
            LOG.log(Level.ERROR, "the server cannot go on and ends: " + failure);
            LOG.log(Level.DEBUG, "where it failed", failure);
        } catch (Throwable e) {
            lastWords();
        } finally {
            Runtime.getRuntime().halt(1);
        }
    }

    /** Takes no memory that is not there already. */
    private static void lastWords() {
        System.err.write(LAST_WORDS, 0, LAST_WORDS.length);
        System.err.flush();
    }

    private static void sayReady(Config config, KevyServer server) {
        if (config.listensOnTcp()) {
            LOG.log(Level.INFO, "Ready to accept connections on port {0,number,#}", server.port());
        }
        var socket = config.unixSocket();
        if (socket != null) {
            LOG.log(Level.INFO, "The server is now ready to accept connections at {0}", socket);
        }
    }

    /** The last thing done after a signal, whose number would else be in the exit code. */
    private static void halt(KevyServer server, PidFile pidFile) {
        int code = 1;
        try {
            stop(server, pidFile);
            code = awaitShutdown(server) == null ? 0 : 1;
        } finally {
            Runtime.getRuntime().halt(code);
        }
    }

    private static void stop(KevyServer server, PidFile pidFile) {
        LOG.log(Level.INFO, "stopping");
        server.close();
        pidFile.remove();
    }
}
