package io.kevy.rt.command.keys;

import io.kevy.rt.command.Transcript;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies and errors of the key commands, byte for byte as a real Redis gave them. */
class RecordedRepliesTest {
    @ParameterizedTest
    @ValueSource(strings = {"existence.txt", "expiries.txt", "renames.txt", "databases.txt"})
    void everyReplyIsTheOneRedisGives(String transcript) {
        Transcript.play(RecordedRepliesTest.class, transcript);
    }
}
