package io.kevy.rt.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The README of the repository, as far as it shows what to type. */
final class Readme {
    private static final String FENCE = "```";
    private static final String INDENT = "    ";

    private final List<String> lines;

    private Readme(List<String> lines) {
        this.lines = lines;
    }

    static Readme read() throws IOException {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve(".mvn"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IOException("run inside the repository");
            }
        }
        return new Readme(Files.readAllLines(folder.resolve("README.md")));
    }

    /** The blocks of code, indented or fenced, between this heading of any level and the next. */
    List<List<String>> code(String heading) {
        var blocks = new ArrayList<List<String>>();
        var block = new ArrayList<String>();
        boolean inside = false;
        boolean fenced = false;
        for (String line : lines) {
            boolean isFence = line.strip().startsWith(FENCE);
            boolean isCode = !isFence && (fenced || line.startsWith(INDENT));
            if (inside && isCode) {
                block.add(fenced ? line : line.substring(INDENT.length()));
            } else if (!block.isEmpty()) {
                blocks.add(List.copyOf(block));
                block.clear();
            }
            if (isFence) {
                fenced = !fenced;
            } else if (!fenced && line.startsWith("#")) {
                inside = line.replaceFirst("^#+", "").strip().equals(heading);
            }
        }
        if (blocks.isEmpty()) {
            throw new AssertionError("the README shows nothing under '" + heading + "'");
        }
        return blocks;
    }
}
