package io.kevy.rt.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineageTest {
    private final Lineage lineage = new Lineage(List.of("aa", "bb", "cc"));

    @Test
    void aServerOutsideMayGetTheData() {
        assertNull(lineage.refusal("dd"));
        assertEquals(lineage, lineage.upTo("dd"));
        assertNull(Lineage.NONE.refusal("aa"));
    }

    @Test
    void thePrimaryItselfAndThoseAboveItMayNot() {
        assertEquals("the primary is this server", lineage.refusal("aa"));
        assertEquals(
                "the primary follows this server: a circle of 2 servers", lineage.refusal("bb"));
        assertEquals(
                "the primary follows this server: a circle of 3 servers", lineage.refusal("cc"));
    }

    @Test
    void whoIsInACircleTellsTheOthersOnce() {
        assertEquals(new Lineage(List.of("aa")), lineage.upTo("bb"));
        assertEquals(Lineage.NONE, lineage.upTo("aa"));
        assertEquals("bb,aa", lineage.upTo("bb").text("bb"));
        assertEquals("aa", Lineage.NONE.text("aa"));
    }

    @Test
    void aTextIsReadAsItWasWritten() throws Exception {
        assertEquals(new Lineage(List.of("dd", "aa", "bb", "cc")),
                Lineage.parse(lineage.text("dd")));
    }

    @Test
    void aChainWithoutEndIsCut() throws Exception {
        var longest = new Lineage(Collections.nCopies(Lineage.IDS_MAX, "aa"));
        assertEquals(longest, Lineage.parse(longest.text("aa")));
        assertEquals(longest, Lineage.parse("aa,".repeat(1000) + "!"));
    }
}
