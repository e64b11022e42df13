package io.kevy.rt.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The repository reads its own sources and keeps them in order. */
final class RepositoryTest {
    /** Beyond this a file holds more than one thing. */
    private static final int LINES_MAX = 700;

    private static final Pattern LEFT_UNDONE =
            Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");

    /** What makes a test count as passed without having run. */
    private static final Pattern SKIPPED = Pattern.compile(
            "@(Dis" + "abled|Ign" + "ore|Enabled(If|On|For))|Assum" + "ptions|TestAbort" + "ed");

    private static final Pattern TEST_METHOD = Pattern.compile(
            "^\\s*@(Test|ParameterizedTest|RepeatedTest|TestFactory|FuzzTest|ArchTest)\\b");

    private static Path root;
    private static List<Source> sources;

    /** A Java file, its path relative to the root. */
    private record Source(Path path, List<String> lines) {
        boolean isTest() {
            return path.toString().contains("src/test/");
        }
    }

    @BeforeAll
    static void readTheSources() throws IOException {
        root = findRoot();
        sources = new ArrayList<>();
        for (Path module : modules()) {
            Path src = module.resolve("src");
            if (!Files.isDirectory(src)) continue;
            try (Stream<Path> files = Files.walk(src)) {
                for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                    sources.add(new Source(root.relativize(file), Files.readAllLines(file)));
                }
            }
        }
        assertFalse(sources.isEmpty(), "no sources under " + root);
    }

    @Test
    void everyPackageSaysWhatItIs() throws IOException {
        var silent = new ArrayList<String>();
        for (Path module : modules()) {
            Path main = module.resolve("src/main/java");
            if (!Files.isDirectory(main)) continue;
            try (Stream<Path> folders = Files.walk(main)) {
                for (Path folder : folders.filter(RepositoryTest::isPackage).toList()) {
                    if (!Files.exists(folder.resolve("package-info.java"))) {
                        silent.add(root.relativize(folder).toString());
                    }
                }
            }
        }
        assertNone("packages without package-info.java", silent);
    }

    @Test
    void everyModuleIsNullMarked() throws IOException {
        var unmarked = new ArrayList<String>();
        for (Path module : modules()) {
            if (!module.getFileName().toString().startsWith("kevy-")) continue;
            Path info = module.resolve("src/main/java/module-info.java");
            if (!Files.exists(info) || !Files.readAllLines(info).contains("@NullMarked")) {
                unmarked.add(root.relativize(info).toString());
            }
        }
        assertNone("modules that are not @NullMarked", unmarked);
    }

    @Test
    void noFileIsLong() {
        var tall = new ArrayList<String>();
        for (Source source : sources) {
            if (source.lines().size() > LINES_MAX) {
                tall.add(source.path() + ": " + source.lines().size() + " lines");
            }
        }
        assertNone("files over " + LINES_MAX + " lines", tall);
    }

    @Test
    void nothingIsLeftUndone() {
        assertNone("notes of undone work",
                lines((source, line) -> LEFT_UNDONE.matcher(line).find()));
    }

    @Test
    void noTestIsSkipped() {
        assertNone("tests that may not run",
                lines((source, line) -> source.isTest() && SKIPPED.matcher(line).find()));
    }

    @Test
    void noTestSleeps() {
        assertNone("tests that wait for the clock",
                lines((source, line) -> source.isTest() && line.contains("Thread.sl" + "eep(")));
    }

    /** The test runs find classes by these names only. */
    @Test
    void everyTestIsNamedAsOne() {
        assertNone("test methods in classes that no run picks up", lines((source, line) -> {
            String name = source.path().getFileName().toString();
            return source.isTest() && TEST_METHOD.matcher(line).find()
                    && !name.endsWith("Test.java") && !name.endsWith("IT.java");
        }));
    }

    private static List<String> lines(BiFunction<Source, String, Boolean> finding) {
        var found = new ArrayList<String>();
        for (Source source : sources) {
            int number = 0;
            for (String line : source.lines()) {
                number++;
                if (finding.apply(source, line)) {
                    found.add(source.path() + ":" + number + ": " + line.strip());
                }
            }
        }
        return found;
    }

    private static void assertNone(String what, List<String> found) {
        assertEquals("", String.join("\n", found), what);
    }

    private static boolean isPackage(Path folder) {
        if (!Files.isDirectory(folder) || folder.endsWith("src/main/java")) return false;
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".java"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Path> modules() throws IOException {
        try (Stream<Path> folders = Files.list(root)) {
            return folders.filter(folder -> Files.exists(folder.resolve("pom.xml"))).sorted()
                    .toList();
        }
    }

    private static Path findRoot() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve(".mvn"))) {
            folder = folder.getParent();
            if (folder == null) throw new AssertionError("run inside the repository");
        }
        return folder;
    }
}
