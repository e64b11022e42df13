package io.kevy.store.trie;

/**
 * How far a sweep over one trie has come that is done a little at a time: a prefix of the hash,
 * which stays meaningful however much the trie changes between the steps.
 *
 * <p>A step may change the trie's root. {@link #root} is the one to go on with, also when the step
 * has thrown:
 *
 * <pre>{@code
 * sweep.begin(root);
 * try {
 *     more = !trie.expire(sweep, now, expiry, spent);
 * } finally {
 *     root = sweep.root();
 * }
 * }</pre>
 */
public final class TrieSweep {
    long root;

    /** The first hash that is not passed yet; 0 at the beginning and at the end. */
    long next;

    final TriePlace place = new TriePlace();

    /** The root for the step that follows; the sweep stays where it was. */
    public void begin(long root) {
        this.root = root;
    }

    /** The root after the last step. */
    public long root() {
        return root;
    }

    /** Whether the sweep stands at the start of the trie, so that a round is complete. */
    public boolean isAtStart() {
        return next == 0;
    }

    /** Goes back to the start. */
    public void restart() {
        next = 0;
    }
}
