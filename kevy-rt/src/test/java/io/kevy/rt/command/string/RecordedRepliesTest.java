package io.kevy.rt.command.string;

import io.kevy.rt.command.Transcript;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies and errors of the string commands, byte for byte as a real Redis gave them. */
class RecordedRepliesTest {
    @ParameterizedTest
    @ValueSource(strings = {"reads.txt", "writes.txt", "ranges.txt", "counters.txt", "floats.txt",
        "lcs.txt"})
    void everyReplyIsTheOneRedisGives(String transcript) {
        Transcript.play(RecordedRepliesTest.class, transcript);
    }
}
