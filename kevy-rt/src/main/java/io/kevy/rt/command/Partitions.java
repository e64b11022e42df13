package io.kevy.rt.command;

import io.kevy.resp.Argv;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * All partitions and the map from keys to them: a key belongs to one of 16384 slots (CRC16 of the
 * key or of its hash tag, as in Redis Cluster), and each partition owns one contiguous range of
 * slots.
 */
public final class Partitions {
    /** Slots in all. */
    public static final int SLOTS = 16384;

    /** Most partitions that one bit mask can name. */
    public static final int COUNT_MAX = 64;

    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    private static final char[] CRC16 = crc16Table();

    private final Partition[] partitions;

    /**
     * @param partitions 1 to {@value #COUNT_MAX} partitions, each at its own index
     */
    public Partitions(Partition... partitions) {
        if (partitions.length < 1 || partitions.length > COUNT_MAX) {
            throw new IllegalArgumentException("partitions: 1 to " + COUNT_MAX);
        }
        this.partitions = partitions.clone();
    }

    public int count() {
        return partitions.length;
    }

    public Partition get(int index) {
        return partitions[index];
    }

    /** Index of the partition that owns argument {@code arg} as a key. */
    public int ownerOf(Argv argv, int arg) {
        return partitions.length == 1
                ? 0
                : owner(argv.memory(arg), argv.offset(arg), argv.length(arg), partitions.length);
    }

    /** Index of the partition that owns a key. */
    public int ownerOf(byte[] key, int offset, int length) {
        return partitions.length == 1
                ? 0
                : owner(MemorySegment.ofArray(key), offset, length, partitions.length);
    }

    /** The partitions that own the keys of a request, one bit each; none for a request without. */
    public long ownersOf(Command command, Argv argv) {
        var keys = command.keys();
        if (keys.isEmpty()) {
            return 0;
        }
        if (partitions.length == 1) {
            return 1;
        }
        long owners = 0;
        for (int s = 0; s < keys.size(); s++) {
            var spec = keys.get(s);
            int first = spec.firstArg(argv);
            int last = spec.lastArg(argv, first);
            for (int i = first; i <= last; i += spec.step()) {
                owners |= 1L << ownerOf(argv, i);
            }
        }
        return owners;
    }

    /** One bit for every partition. */
    public long all() {
        return partitions.length == COUNT_MAX ? -1L : (1L << partitions.length) - 1;
    }

    private static int owner(MemorySegment key, long offset, int length, int count) {
        return slot(key, offset, length) * count / SLOTS;
    }

    /** The slot of a key: 0 to {@value #SLOTS} - 1. */
    public static int slot(byte[] key, int offset, int length) {
        return slot(MemorySegment.ofArray(key), offset, length);
    }

    /** The slot of a key: 0 to {@value #SLOTS} - 1. */
    public static int slot(MemorySegment key, long offset, int length) {
        long end = offset + length;
        for (long open = offset; open < end; open++) {
            if (key.get(BYTE, open) == '{') {
                long close = open + 1;
                while (close < end && key.get(BYTE, close) != '}') {
                    close++;
                }
                if (close < end && close > open + 1) {
                    return crc16(key, open + 1, close) & (SLOTS - 1);
                }
                break;
            }
        }
        return crc16(key, offset, end) & (SLOTS - 1);
    }

    private static int crc16(MemorySegment bytes, long from, long to) {
        int crc = 0;
        for (long i = from; i < to; i++) {
            crc = ((crc << 8) & 0xFFFF) ^ CRC16[((crc >>> 8) ^ bytes.get(BYTE, i)) & 0xFF];
        }
        return crc;
    }

    /** CRC16 with polynomial 0x1021 and initial value 0 (XMODEM). */
    private static char[] crc16Table() {
        var table = new char[256];
        for (int i = 0; i < 256; i++) {
            int crc = i << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1;
            }
            table[i] = (char) crc;
        }
        return table;
    }
}
