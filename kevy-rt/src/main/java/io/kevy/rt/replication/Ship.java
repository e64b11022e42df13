package io.kevy.rt.replication;

import io.kevy.persist.SnapshotEncoder;
import io.kevy.replicate.ChunkSource;
import io.kevy.store.SnapshotView;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot on its way to one replica: a worker encodes the view into a few buffers, the link takes
 * them, and the buffers go back to the worker, so memory is bounded whatever the data.
 *
 * <p>{@link #run} is the worker's; the {@link ChunkSource} methods are the shard's.
 */
final class Ship implements ChunkSource, Runnable {
    private static final int BUFFERS = 8;
    private static final int BUFFER_BYTES = 64 * 1024;

    private static final class Chunk {
        final byte[] bytes;
        final int length;

        Chunk(byte[] bytes, int length) {
            this.bytes = bytes;
            this.length = length;
        }
    }

    private final SnapshotView view;
    private final Runnable wake;
    private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(BUFFERS);
    private final BlockingQueue<Chunk> filled = new ArrayBlockingQueue<>(BUFFERS);
    private volatile boolean finished;
    private volatile boolean cancelled;
    private volatile @Nullable String failure;
    private volatile @Nullable Thread worker;
    private @Nullable Chunk current;

    /**
     * @param view closed by the worker when it is done with it
     * @param wake tells the shard that there is something to poll
     */
    Ship(SnapshotView view, Runnable wake) {
        this.view = view;
        this.wake = wake;
        for (int i = 0; i < BUFFERS; i++) {
            free.add(new byte[BUFFER_BYTES]);
        }
    }

    @Override
    public void run() {
        worker = Thread.currentThread();
        try (view) {
            var encoder = new SnapshotEncoder(view);
            while (!cancelled && !encoder.finished()) {
                byte[] buffer = free.take();
                int length = encoder.encode(buffer, 0, buffer.length);
                filled.put(new Chunk(buffer, length));
                wake.run();
            }
        } catch (InterruptedException e) {
            failure = "the ship was cancelled";
        } catch (RuntimeException e) {
            failure = String.valueOf(e.getMessage());
        } finally {
            finished = true;
            wake.run();
        }
    }

    @Override
    public Poll poll() {
        var used = current;
        if (used != null) {
            current = null;
            free.add(used.bytes);
        }
        boolean last = finished;
        var chunk = filled.poll();
        if (chunk != null) {
            current = chunk;
            return Poll.CHUNK;
        }
        if (!last) {
            return Poll.NONE_YET;
        }
        return failure == null ? Poll.FINISHED : Poll.FAILED;
    }

    @Override
    public byte[] array() {
        return chunk().bytes;
    }

    @Override
    public int offset() {
        return 0;
    }

    @Override
    public int length() {
        return chunk().length;
    }

    private Chunk chunk() {
        var chunk = current;
        if (chunk == null) {
            throw new AssertionError("no chunk has been polled");
        }
        return chunk;
    }

    @Override
    public String failure() {
        var text = failure;
        return text == null ? "" : text;
    }

    @Override
    public void close() {
        cancelled = true;
        var thread = worker;
        if (thread != null && !finished) {
            thread.interrupt();
        }
    }
}
