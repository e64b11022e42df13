package io.kevy.rt.config;

import java.util.List;

/**
 * One row of the directive table: every fact about a directive, once.
 *
 * @param index place in the table
 * @param name lower case
 * @param aliases further names, for each of which {@code CONFIG GET} answers too
 * @param kind what values it takes
 * @param initial value when nothing is configured
 * @param mutable whether {@code CONFIG SET} may change it
 */
record Directive<T>(
        int index, String name, List<String> aliases, Kind<T> kind, T initial, boolean mutable) {}
