package io.kevy.bench;

/** The JVM options of the server, as {@code bin/kevy} gives them, for forked benchmarks. */
public final class ServerJvm {
    public static final String COLLECTOR = "-XX:+UseG1GC";
    public static final String HEADERS = "-XX:+UseCompactObjectHeaders";
    public static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

    private ServerJvm() {}
}
