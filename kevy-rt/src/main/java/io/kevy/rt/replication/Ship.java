package io.kevy.rt.replication;

import io.kevy.persist.snapshot.ChunkSink;
import io.kevy.persist.snapshot.SnapshotWriter;
import io.kevy.replicate.SnapshotSource;
import io.kevy.store.SnapshotView;
import io.kevy.store.Store;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot on its way to one replica: a worker writes the view into a few buffers, the link
 * takes them, and the buffers go back to the worker, so memory is bounded whatever the data.
 *
 * <p>{@link #run} and the {@link ChunkSink} methods are the worker's; the {@link SnapshotSource}
 * methods are the shard's. At most {@value #BUFFERS} buffers go round, so handing one over never
 * blocks: the worker waits only for a free one, and {@link #close} ends that wait by handing it one.
 */
final class Ship implements SnapshotSource, ChunkSink, Runnable {
    static final int BUFFERS = 8;
    static final int BUFFER_BYTES = 64 * 1024;

    private record Chunk(Buffer buffer, int length) {}

    private static final class Buffer {
        final byte[] bytes = new byte[BUFFER_BYTES];
        final MemorySegment memory = MemorySegment.ofArray(bytes);
    }

    private final SnapshotView view;
    private final Runnable wake;
    private final BlockingQueue<Buffer> free = new ArrayBlockingQueue<>(BUFFERS);
    private final BlockingQueue<Chunk> filled = new ArrayBlockingQueue<>(BUFFERS);
    private int buffersMade;
    private @Nullable Buffer filling;
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
            SnapshotWriter.write(view, this);
            outcome = null;
        } catch (CancellationException e) {
            outcome = e.getMessage();
        } catch (Throwable e) { // an error too costs the ship and nothing else
            outcome = "the snapshot's worker failed: " + e;
        } finally {
            failure = outcome;
            finished = true;
            wake.run();
        }
    }

    /** Waits for a buffer that is free. */
    @Override
    public MemorySegment free() {
        Buffer buffer;
        try {
            buffer = freeBuffer();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancellation("the snapshot's worker was interrupted", e);
        }
        if (cancelled) {
            throw new CancellationException("nobody wants the snapshot any more");
        }
        filling = buffer;
        return buffer.memory;
    }

    private static CancellationException cancellation(String why, Exception cause) {
        var cancellation = new CancellationException(why);
        cancellation.initCause(cause);
        return cancellation;
    }

    @Override
    public void full(MemorySegment chunk, int length) {
        filled.add(new Chunk(Objects.requireNonNull(filling), length));
        wake.run();
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
