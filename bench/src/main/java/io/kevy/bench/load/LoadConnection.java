package io.kevy.bench.load;

import io.kevy.bench.KeyBytes;
import io.kevy.bench.RandomNumbers;
import io.kevy.resp.ProtocolException;
import io.kevy.resp.ReplyScanner;
import io.kevy.resp.RequestWriter;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One connection: sends a batch, reads until it is answered, sends the next. Only the keys change from batch to batch, within
 * the encoded requests.
 */
final class LoadConnection implements AutoCloseable {
    private static final int INPUT_BYTES = 16 * 1024;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final LoadPlan plan;
    private final RandomNumbers random;
    private final ByteBuffer requests;
    private final int requestBytes;
    private final int keyFrom;
    private ByteBuffer input = ByteBuffer.allocate(INPUT_BYTES);
    private int repliesMissing;
    private long sentNanos;

    LoadConnection(LoadPlan plan, Selector selector, long seed) throws IOException {
        this.plan = plan;
        this.random = new RandomNumbers(seed);
        byte[] request = request(plan);
        this.requestBytes = request.length;
        this.keyFrom = keyFrom(request);
        this.requests = ByteBuffer.allocate(requestBytes * plan.pipeline());
        for (int i = 0; i < plan.pipeline(); i++) {
            requests.put(request);
        }
        this.channel = SocketChannel.open(plan.server());
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        this.key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    private static byte[] request(LoadPlan plan) {
        var writer = new RequestWriter(128 + plan.valueBytes());
        boolean set = plan.operation() == Operation.SET;
        writer.begin(set ? 3 : 2);
        writer.arg(set ? "SET" : "GET");
        writer.arg(new KeyBytes().bytes());
        if (set) {
            var value = new byte[plan.valueBytes()];
            Arrays.fill(value, (byte) 'x');
            writer.arg(value);
        }
        return Arrays.copyOf(writer.array(), writer.size());
    }

    private static int keyFrom(byte[] request) {
        return new String(request, StandardCharsets.ISO_8859_1).indexOf("key:");
    }

    /** Sends a new batch. */
    void begin(long nowNanos) throws IOException {
        for (int i = 0; i < plan.pipeline(); i++) {
            KeyBytes.write(random.below(plan.keys()), requests.array(), i * requestBytes + keyFrom);
        }
        requests.clear();
        repliesMissing = plan.pipeline();
        sentNanos = nowNanos;
        send();
    }

    /** Sends on what the socket did not take at once. */
    void send() throws IOException {
        channel.write(requests);
        int interest = requests.hasRemaining()
                ? SelectionKey.OP_READ | SelectionKey.OP_WRITE
                : SelectionKey.OP_READ;
        if (key.interestOps() != interest) {
            key.interestOps(interest);
        }
    }

    /**
     * Reads what has come, counts the durations, and begins a new batch when this one is answered.
     *
     * @return replies read
     * @throws IOException when the server closed the connection, answered an error or something that is no reply
     */
    int receive(LatencyHistogram latency) throws IOException {
        if (channel.read(input) < 0) {
            throw new EOFException("the server closed a connection");
        }
        long nowNanos = System.nanoTime();
        int replies = scan(latency, nowNanos - sentNanos);
        repliesMissing -= replies;
        if (repliesMissing == 0) {
            begin(System.nanoTime());
        }
        return replies;
    }

    private int scan(LatencyHistogram latency, long nanos) throws IOException {
        byte[] bytes = input.array();
        int to = input.position();
        int at = 0;
        int replies = 0;
        while (at < to) {
            int end = end(bytes, at, to);
            if (end < 0) {
                break;
            }
            if (bytes[at] == '-') {
                throw new IOException("the server answered "
                        + new String(bytes, at, end - at - 2, StandardCharsets.UTF_8));
            }
            latency.record(nanos);
            replies++;
            at = end;
        }
        input.flip().position(at);
        input.compact();
        if (!input.hasRemaining()) {
            input = ByteBuffer.allocate(2 * input.capacity()).put(input.flip());
        }
        return replies;
    }

    private static int end(byte[] bytes, int from, int to) throws IOException {
        try {
            return ReplyScanner.end(bytes, from, to);
        } catch (ProtocolException e) {
            throw new IOException("the server sent no reply: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
