package io.kevy.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The page of recorded figures. Each program owns the part between its two marks,
 * {@code <!-- name -->} and {@code <!-- /name -->}, and leaves the rest as it is.
 */
public final class ResultsFile {
    private final Path path;

    public ResultsFile(Path path) {
        this.path = path;
    }

    /**
     * Puts a text in place of the part of this name; a part that is not there yet goes to the end.
     *
     * @throws IOException when the page cannot be read or written, or a mark has no counterpart
     */
    public void replace(String part, String text) throws IOException {
        String page = Files.exists(path) ? Files.readString(path) : "";
        Files.writeString(path, replaced(page, part, text));
    }

    static String replaced(String page, String part, String text) throws IOException {
        String begin = "<!-- " + part + " -->\n";
        String end = "<!-- /" + part + " -->\n";
        String whole = begin + text + (text.endsWith("\n") ? "" : "\n") + end;
        int from = page.indexOf(begin);
        int to = page.indexOf(end);
        if (from < 0 && to < 0) {
            return page + (page.isEmpty() ? "" : "\n") + whole;
        }
        if (from < 0 || to < from) {
            throw new IOException("the marks of the part \"" + part + "\" do not match");
        }
        return page.substring(0, from) + whole + page.substring(to + end.length());
    }
}
