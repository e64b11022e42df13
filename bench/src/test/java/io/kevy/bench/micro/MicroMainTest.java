package io.kevy.bench.micro;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MicroMainTest {
    @Test
    void aRowNamesClassAndMethod() {
        assertEquals("| FreezeBenchmark.freeze | 12.3 ± 0.5 ns/op | 0.0 B |\n", MicroMain
                .row("io.kevy.bench.store.FreezeBenchmark.freeze", 12.34, 0.46, "ns/op", 0.001));
    }

    @Test
    void aSingleIterationHasNoError() {
        assertEquals("| A.b | 12.3 ns/op | 272.0 B |\n",
                MicroMain.row("A.b", 12.34, Double.NaN, "ns/op", 272));
    }
}
