/**
 * What a key, a field or a member looks like in memory: {@link io.kevy.store.record.Records} is the
 * layout, {@link io.kevy.store.record.KeyHash} the hash of a key, {@link
 * io.kevy.store.record.DecimalText} the text of an integer, {@link io.kevy.store.record.Words} the
 * access to memory.
 *
 * <p>Imports the JDK only. Nothing here has a state.
 */
package io.kevy.store.record;
