package io.kevy.rt.net;

import io.kevy.sys.Pollable;
import io.kevy.sys.Poller;
import io.kevy.sys.Waker;
import java.util.LinkedHashMap;
import java.util.Map;

/** Remembers who wants to hear of what; the test says what happens. */
final class FakePoller implements Poller {
    private final Map<Pollable, Object> attachments = new LinkedHashMap<>();
    private final Map<Pollable, Integer> interests = new LinkedHashMap<>();

    /** What {@code pollable} is watched for. */
    int interestIn(Pollable pollable) {
        return interests.getOrDefault(pollable, 0);
    }

    PollTarget target(Pollable pollable) {
        if (attachments.get(pollable) instanceof PollTarget target) {
            return target;
        }
        throw new AssertionError("not watched: " + pollable);
    }

    @Override
    public void register(Pollable pollable, int interest, Object attachment) {
        attachments.put(pollable, attachment);
        interests.put(pollable, interest);
    }

    @Override
    public void interest(Pollable pollable, int interest) {
        interests.put(pollable, interest);
    }

    @Override
    public void deregister(Pollable pollable) {
        interests.remove(pollable);
    }

    @Override
    public int poll(long timeoutNanos) {
        return 0;
    }

    @Override
    public Object attachment(int i) {
        throw new IndexOutOfBoundsException(i);
    }

    @Override
    public int ready(int i) {
        return 0;
    }

    @Override
    public Waker waker() {
        return () -> {};
    }

    @Override
    public void close() {}
}
