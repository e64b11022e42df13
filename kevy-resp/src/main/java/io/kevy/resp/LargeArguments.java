package io.kevy.resp;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The large arguments of one request, in the order of their numbers. */
final class LargeArguments {
    private static final int ARGUMENTS_KEPT_MAX = 64;

    private int[] numbers = new int[1];

    /** Null where they have been taken. */
    private @Nullable Pieces[] contents = new Pieces[1];

    /** All of the argument at the same index, where it stands in one piece. */
    private @Nullable MemorySegment[] whole = new MemorySegment[1];

    private int count;

    boolean isEmpty() {
        return count == 0;
    }

    boolean contains(int number) {
        return find(number) >= 0;
    }

    /** Appends argument {@code number}, which is beyond all others; all of it or nothing. */
    void add(int number, Pieces content) {
        if (count == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * count);
            contents = Arrays.copyOf(contents, 2 * count);
            whole = Arrays.copyOf(whole, 2 * count);
        }
        var piece = new Piece();
        content.piece(0, piece);
        boolean one = piece.length() == content.length();
        whole[count] = one ? piece.memory().asSlice(piece.offset(), piece.length()) : null;
        numbers[count] = number;
        contents[count] = content;
        count++;
    }

    /** The memory of argument {@code number}; {@code common} if it is not a large one. */
    MemorySegment memory(int number, MemorySegment common) {
        int at = find(number);
        if (at < 0) {
            return common;
        }
        var memory = whole[at];
        if (memory == null) {
            throw new IllegalStateException("in several pieces, or taken");
        }
        return memory;
    }

    Pieces pieces(int number) {
        int at = find(number);
        var content = at < 0 ? null : contents[at];
        if (content == null) {
            throw new IllegalStateException("not a large argument, or taken");
        }
        return content;
    }

    Pieces take(int number) {
        var content = pieces(number);
        int at = find(number);
        contents[at] = null;
        whole[at] = null;
        return content;
    }

    /** Forgets all, and gives back what was not taken. */
    void release() {
        while (count > 0) {
            count--;
            var content = contents[count];
            contents[count] = null;
            whole[count] = null;
            if (content != null) {
                content.release();
            }
        }
        if (numbers.length > ARGUMENTS_KEPT_MAX) {
            numbers = new int[1];
            contents = new Pieces[1];
            whole = new MemorySegment[1];
        }
    }

    private int find(int number) {
        return count == 0 ? -1 : Arrays.binarySearch(numbers, 0, count, number);
    }
}
