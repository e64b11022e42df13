package io.kevy.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsFileTest {
    private static final String PAGE = """
            # Results
            <!-- one -->
            old
            <!-- /one -->
            between
            """;

    @Test
    void aPartIsReplacedAndTheRestStays() throws IOException {
        assertEquals(PAGE.replace("old", "new"), ResultsFile.replaced(PAGE, "one", "new\n"));
    }

    @Test
    void aNewPartGoesToTheEnd() throws IOException {
        assertEquals(PAGE + "\n<!-- two -->\ntext\n<!-- /two -->\n",
                ResultsFile.replaced(PAGE, "two", "text"));
    }

    @Test
    void aMarkWithoutItsCounterpartIsAnError() {
        assertThrows(IOException.class,
                () -> ResultsFile.replaced("<!-- one -->\n", "one", "text"));
    }

    @Test
    void aPageThatIsNotThereIsMade(@TempDir Path directory) throws IOException {
        var path = directory.resolve("RESULTS.md");
        new ResultsFile(path).replace("one", "1");
        new ResultsFile(path).replace("one", "2");
        assertEquals("<!-- one -->\n2\n<!-- /one -->\n", Files.readString(path));
    }
}
