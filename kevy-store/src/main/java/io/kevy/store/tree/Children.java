package io.kevy.store.tree;

/**
 * What becomes of the things that a tree's leaves refer to. A child is an address, a multiple of 8,
 * with three bits for its owner: bit 0 is the {@link #YOUNG} bit of a record, the others are never
 * looked at. A child may be 0; it is never handed to {@link #discard}, {@link #free} or {@link
 * #moved}.
 */
public interface Children {
    /** Set for a record made after its leaf was made or copied; meaningless for stamped blocks. */
    long YOUNG = 1;

    /** Gives back a child that a leaf of the newest state refers to; views may still see it. */
    void discard(long child);

    /** Frees a child that nobody sees; takes constant time. */
    void free(long child);

    /**
     * The child, or what has taken its place when it lay where little else does. Its leaf is owned
     * if the result differs: called for each child while a tree is compacted.
     *
     * @throws OutOfMemoryError when there is no room; nothing has changed then
     */
    long moved(long child);

    /** Whether {@link #moved} would move the child. */
    boolean isSparse(long child);
}
