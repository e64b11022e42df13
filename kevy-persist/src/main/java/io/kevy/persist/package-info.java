/**
 * Turns a frozen store into bytes and such bytes into a store again: the kevy snapshot format.
 *
 * <p>In reading order: {@link io.kevy.persist.SnapshotEncoder} and {@link
 * io.kevy.persist.SnapshotDecoder}, which passes what it reads to a {@link
 * io.kevy.persist.SnapshotSink}, as a rule the {@link io.kevy.persist.StoreLoader}; {@link
 * io.kevy.persist.ByteSlice}, {@link io.kevy.persist.StreamState}, {@link
 * io.kevy.persist.SnapshotLimits}, {@link io.kevy.persist.SnapshotFormatException}; then {@code
 * SnapshotFormat} and {@code Field}, which hold the layout, {@code FieldReader}, {@code
 * StagedBytes} and {@code LittleEndian}, which move the bytes.
 *
 * <p>Imports {@code io.kevy.store} and {@code io.kevy.resp}. No thread, no file, no socket, no clock:
 * whoever owns those calls in from one thread at a time.
 */
package io.kevy.persist;
