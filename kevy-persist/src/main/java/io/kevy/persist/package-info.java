/**
 * The content of a store as a sequence of events, and those who tell and take it.
 *
 * <p>In reading order: {@link io.kevy.persist.EntrySink}, the visitor, with {@link
 * io.kevy.persist.StreamState}; {@link io.kevy.persist.ViewWalk}, which tells what is in a frozen
 * store, and {@link io.kevy.persist.StoreLoader}, which fills one; {@link
 * io.kevy.persist.EntryLimits} and {@link io.kevy.persist.FormatException}, for what is read.
 *
 * <p>Imports {@code io.kevy.store}. No thread, no file, no socket, no clock: whoever owns those
 * calls in from one thread at a time.
 */
package io.kevy.persist;
