package io.kevy.bench.embedded;

import java.util.List;

/** What is compared. */
enum Contender {
    KEVY_SLICES("kevy-store, slices"),
    KEVY_ARRAYS("kevy-store, arrays"),
    HASH_MAP("`HashMap`"),
    MAPDB("MapDB 3.1.0"),
    OHC("OHC 0.7.4"),
    CHRONICLE("Chronicle Map 2026.1");

    private static final String SMALL_HEAP = "-Xmx1g";

    private final String title;

    Contender(String title) {
        this.title = title;
    }

    /** As it stands in the table. */
    String title() {
        return title;
    }

    /** What it needs of its JVM. */
    List<String> options() {
        return switch (this) {
            case KEVY_SLICES, KEVY_ARRAYS -> List.of(SMALL_HEAP);
            case HASH_MAP -> List.of("-Xmx8g");
            case OHC -> List.of(SMALL_HEAP, "-Dorg.caffinitas.ohc.allocator=unsafe");
            case MAPDB -> List.of(SMALL_HEAP, "-XX:MaxDirectMemorySize=16g");
            case CHRONICLE -> List.of(SMALL_HEAP, "-Dchronicle.analytics.disable=true",
                    "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
                    "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
                    "--add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED",
                    "--add-opens=jdk.compiler/com.sun.tools.javac=ALL-UNNAMED",
                    "--add-opens=java.base/java.io=ALL-UNNAMED",
                    "--add-opens=java.base/java.lang=ALL-UNNAMED",
                    "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
                    "--add-opens=java.base/java.nio=ALL-UNNAMED",
                    "--add-opens=java.base/java.util=ALL-UNNAMED",
                    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");
        };
    }

    /** An empty map with room for so many entries. */
    ByteMap open(int entries) {
        return switch (this) {
            case KEVY_SLICES -> new KevyMap.Slices();
            case KEVY_ARRAYS -> new KevyMap.Arrays();
            case HASH_MAP -> new HeapMap();
            case MAPDB -> new MapDbMap(entries);
            case OHC -> new OhcMap(entries);
            case CHRONICLE -> new ChronicleByteMap(entries);
        };
    }
}
