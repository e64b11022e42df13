/**
 * The native memory of a store: pages, blocks, epochs, what waits to be freed.
 *
 * <p>Imports the JDK only.
 */
package io.kevy.store.memory;
