package io.kevy.bench.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.caffinitas.ohc.CacheSerializer;
import org.caffinitas.ohc.Eviction;
import org.caffinitas.ohc.OHCache;
import org.caffinitas.ohc.OHCacheBuilder;

/** OHC with room for everything, so that it evicts nothing. No snapshots: a walk goes over the keys and looks each up. */
final class OhcMap extends ByteMap {
    /** More than an entry takes; it is a limit, and nothing is taken before it is needed. */
    private static final long BYTES_PER_ENTRY_MAX = 512;

    private final OHCache<byte[], byte[]> cache;

    /** Bytes as they are: OHC knows their number. */
    private static final class Bytes implements CacheSerializer<byte[]> {
        @Override
        public void serialize(byte[] bytes, ByteBuffer target) {
            target.put(bytes);
        }

        @Override
        public byte[] deserialize(ByteBuffer source) {
            var bytes = new byte[source.remaining()];
            source.get(bytes);
            return bytes;
        }

        @Override
        public int serializedSize(byte[] bytes) {
            return bytes.length;
        }
    }

    OhcMap(int entries) {
        var bytes = new Bytes();
        cache = OHCacheBuilder.<byte[], byte[]>newBuilder().keySerializer(bytes)
                .valueSerializer(bytes).eviction(Eviction.NONE)
                .capacity((1 << 20) + entries * BYTES_PER_ENTRY_MAX).throwOOME(true).build();
    }

    @Override
    void put() {
        if (!cache.put(key.bytes(), value)) {
            throw new IllegalStateException("no room");
        }
    }

    @Override
    boolean get() {
        return get(key.bytes(), value);
    }

    private boolean get(byte[] from, byte[] target) {
        try (var found = cache.getDirect(from)) {
            if (found == null) {
                return false;
            }
            found.buffer().get(target);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    Snapshot snapshot() {
        return visitor -> {
            var target = new byte[VALUE_BYTES];
            try (var keys = cache.keyIterator()) {
                while (keys.hasNext()) {
                    byte[] next = keys.next();
                    if (get(next, target)) {
                        visitor.entry(next, target);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    @Override
    public void close() {
        try {
            cache.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
