package io.kevy.bench.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Which cores the servers and the load run on.
 *
 * @param server the core of all servers
 * @param load the core of the load; the same one when there is no other
 */
public record Cores(int server, int load) {
    /** The first two cores that this process may use. */
    public static Cores ofThisProcess() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("Cpus_allowed_list:")) {
                return firstOf(numbers(line.substring(line.indexOf(':') + 1).strip()));
            }
        }
        throw new IOException("/proc/self/status does not tell which cores may be used");
    }

    private static Cores firstOf(List<Integer> allowed) {
        return new Cores(allowed.get(0), allowed.get(Math.min(1, allowed.size() - 1)));
    }

    /** The numbers of a list like {@code 0-3,8}. */
    static List<Integer> numbers(String list) {
        var numbers = new ArrayList<Integer>();
        for (String range : list.split(",", -1)) {
            String[] ends = range.split("-", 2);
            int last = Integer.parseInt(ends[ends.length - 1]);
            for (int number = Integer.parseInt(ends[0]); number <= last; number++) {
                numbers.add(number);
            }
        }
        return numbers;
    }

    /** Whether there are two. */
    public boolean disjoint() {
        return server != load;
    }

    /** A command that runs where it is told to. */
    List<String> pinned(Placement placement, List<String> command) {
        String list = switch (placement) {
            case SERVER_CORE -> Integer.toString(server);
            case LOAD_CORE -> Integer.toString(load);
            case BOTH_CORES -> server + "," + load;
        };
        var pinned = new ArrayList<>(List.of("taskset", "-c", list));
        pinned.addAll(command);
        return pinned;
    }

    /** Moves this process with all its threads, and what it starts from now on, to the core of the load. */
    public void moveToLoadCore() throws IOException, InterruptedException {
        var move = new ProcessBuilder("taskset", "-a", "-p", "-c", Integer.toString(load),
                Long.toString(ProcessHandle.current().pid()))
                .redirectErrorStream(true).start();
        String output =
                new String(move.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (move.waitFor() != 0) {
            throw new IOException("taskset failed: " + output.strip());
        }
    }
}
