package io.kevy.persist;

/**
 * What a stream remembers beside its entries. All numbers are unsigned.
 *
 * @param lastMs milliseconds part of the highest ID ever added
 * @param lastSeq sequence part of it
 * @param maxDeletedMs milliseconds part of the highest ID ever deleted, 0 when none was
 * @param maxDeletedSeq sequence part of it
 * @param entriesAdded how many entries were ever added
 */
public record StreamState(
        long lastMs, long lastSeq, long maxDeletedMs, long maxDeletedSeq, long entriesAdded) {}
