package io.kevy.rt.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.rt.replication.ServerProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The terminal of somebody who types what a README shows: servers start, commands run on them, and
 * what they print must be what the README says.
 *
 * <p>It knows {@code bin/kevy}, {@code redis-cli} with a command or without, and {@code
 * redis-benchmark}, in place of which a shorter load runs. A server may have any port; its own name is
 * the port that the README gives it. A command of which the README shows no output may print anything.
 */
final class ReadmeTerminal implements AutoCloseable {
    private static final Pattern START = Pattern.compile("(?:\\$ )?bin/kevy (--.*)");
    private static final Pattern CLI = Pattern.compile("\\$ redis-cli -p (\\d+) ?(.*)");
    private static final Pattern PROMPT =
            Pattern.compile("127\\.0\\.0\\.1:(\\d+)(\\(TX\\))?> (.+)");
    private static final Pattern LOAD = Pattern.compile("\\$ redis-benchmark -p (\\d+) (.*)");
    private static final Pattern PORT = Pattern.compile("--port (\\d+)");
    private static final int LOAD_CONNECTIONS = 10;
    private static final int LOAD_REQUESTS = 20_000;

    private final Map<String, ServerProcess> servers = new LinkedHashMap<>();
    private int outputsCompared;
    private boolean queueing;

    /** That of redis-cli without a command; ends when another program is typed. */
    private @Nullable Session session;

    private record Session(String port, RawClient client) {}

    /** Types what these blocks show, one after the other; passes over those without a command. */
    void type(List<List<String>> blocks) throws Exception {
        for (List<String> block : blocks) {
            if (block.stream().anyMatch(ReadmeTerminal::isTyped)) {
                typeBlock(block);
            }
        }
    }

    private void typeBlock(List<String> lines) throws Exception {
        int at = 0;
        while (at < lines.size()) {
            String line = lines.get(at++);
            String printed = run(line);
            var output = new ArrayList<String>();
            while (at < lines.size() && !isTyped(lines.get(at))) {
                output.add(lines.get(at++));
            }
            String shown = String.join("\n", output).stripTrailing();
            if (!shown.isEmpty()) {
                assertEquals(shown, printed, line);
                outputsCompared++;
            } else {
                assertFalse(PROMPT.matcher(line).matches(), () -> "without output: " + line);
            }
        }
    }

    /** The server of this name. */
    ServerProcess server(String port) {
        var server = servers.get(port);
        if (server == null) {
            throw new AssertionError("the README has started no server on port " + port);
        }
        return server;
    }

    /** The names of all servers, in the order of their start. */
    List<String> ports() {
        return List.copyOf(servers.keySet());
    }

    /** How often something was printed that the README shows. */
    int outputsCompared() {
        return outputsCompared;
    }

    private static boolean isTyped(String line) {
        return line.startsWith("$ ") || START.matcher(line).matches()
                || PROMPT.matcher(line).matches();
    }

    private String run(String line) throws Exception {
        Matcher prompt = PROMPT.matcher(line);
        if (prompt.matches()) {
            return ask(prompt.group(1), prompt.group(2) != null, prompt.group(3));
        }
        leaveSession();
        Matcher start = START.matcher(line);
        Matcher cli = CLI.matcher(line);
        Matcher load = LOAD.matcher(line);
        if (start.matches()) {
            start(start.group(1));
            return "";
        } else if (cli.matches() && cli.group(2).isEmpty()) {
            session = new Session(cli.group(1), connect(cli.group(1)));
            return "";
        } else if (cli.matches()) {
            try (var client = connect(cli.group(1))) {
                return ask(client, cli.group(2));
            }
        } else if (load.matches()) {
            load(server(load.group(1)).port(), load.group(2));
            return "";
        }
        throw new AssertionError("neither a command that is known here nor its output: " + line);
    }

    /** Directives as words, so that they are read as from a shell. */
    private void start(String arguments) throws IOException {
        Matcher port = PORT.matcher(arguments);
        assertTrue(port.find(), () -> "a server without a port: " + arguments);
        var words = new ArrayList<String>();
        for (String word : port.replaceFirst("--port 0").split(" +", -1)) {
            var named = servers.get(word);
            words.add(named == null ? word : Integer.toString(named.port()));
        }
        words.addAll(List.of("--replication-port-base", "-1"));
        var old = servers.put(port.group(1), ServerProcess.start(words.toArray(String[]::new)));
        if (old != null) {
            old.close();
        }
    }

    private RawClient connect(String port) throws IOException {
        return RawClient.connect(server(port).port());
    }

    private String ask(String port, boolean promptSaysQueueing, String command)
            throws IOException {
        var current = session;
        if (current == null) {
            throw new AssertionError("a prompt without redis-cli: " + command);
        }
        assertEquals(current.port(), port, () -> "the prompt of " + command);
        assertEquals(queueing, promptSaysQueueing, () -> "(TX) in the prompt of " + command);
        String reply = ask(current.client(), command);
        switch (command.toUpperCase(Locale.ROOT)) {
            case "MULTI" -> queueing = true;
            case "EXEC", "DISCARD" -> queueing = false;
            default -> {}
        }
        return reply;
    }

    /** Quotes mean the same to redis-cli and in an inline request. */
    private static String ask(RawClient client, String command) throws IOException {
        client.send(command + "\r\n");
        return CliReply.shown(client.reply());
    }

    private void leaveSession() throws IOException {
        var current = session;
        if (current != null) {
            current.client().close();
            session = null;
            queueing = false;
        }
    }

    private static void load(int port, String options) throws Exception {
        String tests = option("-t", options);
        int pipeline = Integer.parseInt(option("-P", options));
        var jobs = Arrays.stream(tests.toUpperCase(Locale.ROOT).split(",", -1))
                .map(PipelinedLoad.Job::valueOf).toList();
        new PipelinedLoad(LOAD_CONNECTIONS, pipeline, LOAD_REQUESTS).run(port, jobs);
    }

    private static String option(String name, String options) {
        Matcher option = Pattern.compile("(?:^| )" + name + " (\\S+)").matcher(options);
        assertTrue(option.find(), () -> "without " + name + ": " + options);
        return option.group(1);
    }

    @Override
    public void close() throws IOException {
        leaveSession();
        servers.values().forEach(ServerProcess::close);
    }
}
