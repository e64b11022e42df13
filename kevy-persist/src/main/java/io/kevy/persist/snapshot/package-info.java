/**
 * The kevy snapshot format, which goes into files and to replicas.
 *
 * <p>In reading order: {@link io.kevy.persist.snapshot.SnapshotWriter}, which fills the chunks of a
 * {@link io.kevy.persist.snapshot.ChunkSink}, and {@link
 * io.kevy.persist.snapshot.SnapshotDecoder}, which is fed with such chunks; then {@code
 * SnapshotFormat} and {@code Field}, which hold the layout, {@code ChunkWriter}, {@code
 * FieldReader}, {@code GatheredBytes} and {@code LittleEndian}, which move the bytes.
 *
 * <p>Imports {@code io.kevy.persist} and {@code io.kevy.store}.
 */
package io.kevy.persist.snapshot;
