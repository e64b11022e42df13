package io.kevy.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Where and when a measurement was made, as lines of a Markdown list. */
public final class MachineFacts {
    private MachineFacts() {}

    /** The facts of this machine and this moment, one list item each. */
    public static String list() throws IOException {
        var lines = new ArrayList<String>();
        lines.add("Date: " + LocalDate.now(ZoneOffset.UTC) + ", commit " + commit());
        lines.add("CPU: " + cpu(Files.readAllLines(Path.of("/proc/cpuinfo"))));
        lines.add("Kernel: " + System.getProperty("os.name") + " "
                + System.getProperty("os.version") + ", " + System.getProperty("os.arch"));
        lines.add("Memory: " + memory(Files.readAllLines(Path.of("/proc/meminfo"))));
        lines.add("JDK: " + System.getProperty("java.vm.name") + " "
                + System.getProperty("java.vm.version"));
        lines.add("Load average at the start: "
                + Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0]
                + " (what else ran on the machine)");
        return "- " + String.join("\n- ", lines) + "\n";
    }

    static String cpu(List<String> cpuinfo) {
        long cores = cpuinfo.stream().filter(line -> line.startsWith("processor")).count();
        String model = field(cpuinfo, "model name");
        return (model.isEmpty() ? "unnamed" : model) + ", " + cores + " cores";
    }

    private static String memory(List<String> meminfo) {
        long kib = Long.parseLong(field(meminfo, "MemTotal").replaceAll("[^0-9]", ""));
        return (kib + (1 << 19)) / (1 << 20) + " GiB";
    }

    private static String field(List<String> lines, String name) {
        return lines.stream().filter(line -> line.startsWith(name)).findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip()).orElse("");
    }

    /** The checked-out commit, with a plus sign when files differ from it. */
    private static String commit() throws IOException {
        String head = output("git", "rev-parse", "--short", "HEAD").strip();
        boolean changed = !output("git", "status", "--porcelain", "-uno").isBlank();
        return head.isEmpty() ? "unknown" : head + (changed ? "+" : "");
    }

    private static String output(String... command) throws IOException {
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
