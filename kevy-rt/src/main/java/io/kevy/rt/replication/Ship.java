package io.kevy.rt.replication;

import io.kevy.persist.SnapshotEncoder;
import io.kevy.replicate.SnapshotSource;
import io.kevy.store.SnapshotView;
import io.kevy.store.Store;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot on its way to one replica: a worker encodes the view into a few buffers, the link
 * takes them, and the buffers go back to the worker, so memory is bounded whatever the data.
 *
 * <p>{@link #run} is the worker's; the {@link SnapshotSource} methods are the shard's. At most {@value
 * #BUFFERS} buffers go round, so handing one over never blocks: the worker waits only for a free
 * one, and {@link #close} ends that wait by handing it one.
 */
final class Ship implements SnapshotSource, Runnable {
    static final int BUFFERS = 8;
    static final int BUFFER_BYTES = 64 * 1024;

    private record Chunk(Buffer buffer, int length) {}

    private static final class Buffer {
        final byte[] bytes = new byte[BUFFER_BYTES];
    }

    private final SnapshotView view;
    private final Runnable wake;
    private final BlockingQueue<Buffer> free = new ArrayBlockingQueue<>(BUFFERS);
    private final BlockingQueue<Chunk> filled = new ArrayBlockingQueue<>(BUFFERS);
    private int buffersMade;
    private volatile boolean cancelled;
    private volatile boolean finished;
    private @Nullable String failure;
    private @Nullable Chunk current;

    /**
     * @param view closed by the worker when it is done with it
     * @param wake tells the shard that there is something to poll
     */
    Ship(SnapshotView view, Runnable wake) {
        this.view = view;
        this.wake = wake;
    }

    /**
     * Of everything the store holds now.
     *
     * @throws OutOfMemoryError when there is no memory for it; no view is left open then
     */
    static Ship of(Store store, Runnable wake) {
        var view = store.freeze();
        try {
            return new Ship(view, wake);
        } catch (OutOfMemoryError e) {
            view.close();
            throw e;
        }
    }

    @Override
    public void run() {
        String outcome = "the snapshot's worker failed";
        try (view) {
            var encoder = new SnapshotEncoder(view);
            while (!cancelled && !encoder.finished()) {
                encodeNext(encoder);
            }
            outcome = encoder.finished() ? null : "nobody wants the snapshot any more";
        } catch (InterruptedException e) {
            outcome = "the snapshot's worker was interrupted";
        } catch (Throwable e) { // an error too costs the ship and nothing else
            outcome = "the snapshot's worker failed: " + e;
        } finally {
            failure = outcome;
            finished = true;
            wake.run();
        }
    }

    private void encodeNext(SnapshotEncoder encoder) throws InterruptedException {
        var buffer = freeBuffer();
        if (!cancelled) {
            int length = encoder.encode(buffer.bytes, 0, BUFFER_BYTES);
            filled.put(new Chunk(buffer, length));
            wake.run();
        }
    }

    private Buffer freeBuffer() throws InterruptedException {
        var returned = free.poll();
        if (returned == null && buffersMade < BUFFERS) {
            buffersMade++;
            return new Buffer();
        }
        return returned == null ? free.take() : returned;
    }

    @Override
    public Poll poll() {
        var used = current;
        if (used != null) {
            current = null;
            free.add(used.buffer());
        }
        boolean last = finished;
        current = filled.poll();
        if (current != null) {
            return Poll.CHUNK;
        }
        if (!last) {
            return Poll.NONE_YET;
        }
        return failure == null ? Poll.FINISHED : Poll.FAILED;
    }

    @Override
    public byte[] array() {
        return chunk().buffer().bytes;
    }

    @Override
    public int offset() {
        return 0;
    }

    @Override
    public int length() {
        return chunk().length();
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
        var used = current;
        current = null;
        // Either the worker waits and gets this one, or there is one for it already.
        free.offer(used == null ? new Buffer() : used.buffer());
    }
}
