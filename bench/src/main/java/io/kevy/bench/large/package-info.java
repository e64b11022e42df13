/**
 * What a command costs that has to do with a very long string, but with little of it.
 *
 * <p>Reading order: {@link io.kevy.bench.large.LargeMain} is the program, {@code LargeOperation} what is done, {@code LargeString}
 * whom it is done to, {@code LargeTable} the figures.
 *
 * <p>Imports the JDK, kevy-store and {@code io.kevy.bench}. One thread.
 */
@NullMarked
package io.kevy.bench.large;

import org.jspecify.annotations.NullMarked;
