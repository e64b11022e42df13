package io.kevy.sys;

import java.io.IOException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.jspecify.annotations.Nullable;

/**
 * What socket and listener share: the channel, the registration, and the key behind it.
 *
 * <p>A key outlives its registration, with no interest: a cancelled one would bar the way back to the
 * same selector until that selects again.
 */
abstract sealed class NioPollable implements Pollable permits NioSocket, NioListener {
    private final String noun;
    private final SelectableChannel channel;
    private @Nullable Registration registration;
    private @Nullable SelectionKey key;
    /** Not the channel's own state: NIO closes a channel when its connection attempt fails. */
    private boolean closed;

    NioPollable(String noun, SelectableChannel channel) {
        this.noun = noun;
        this.channel = channel;
    }

    /** Operations to select for. */
    abstract int operations(int interest);

    /** Ready bits for what was selected; 0 when it turns out to be nothing for the caller. */
    abstract int ready(int operations, int interest);

    @Override
    public final boolean isOpen() {
        return !closed;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        leave();
        closed = true;
        try {
            channel.close();
        } catch (IOException e) {
            // nobody can act on it, and the channel is closed all the same
        }
    }

    final void checkOpen(String call) throws IOException {
        if (closed) {
            throw new IOException(call + ": " + noun + " is closed");
        }
    }

    final @Nullable Registration registration() {
        return registration;
    }

    final void join(Selector selector, Registration joined) throws IOException {
        int operations = operations(joined.interest);
        SelectionKey present = channel.keyFor(selector);
        if (present != null && present.isValid()) {
            present.attach(joined);
            present.interestOps(operations);
            key = present;
        } else {
            key = channel.register(selector, operations, joined);
        }
        registration = joined;
    }

    final void leave() {
        Registration ending = registration;
        if (ending != null) {
            ending.live = false;
            registration = null;
            if (key != null) {
                key.attach(null);
                select(0);
            }
        }
    }

    /** Selects for what the registration's interest means now. */
    final void selectByInterest() {
        if (registration != null) {
            select(operations(registration.interest));
        }
    }

    private void select(int operations) {
        if (key != null && key.isValid()) {
            key.interestOps(operations);
        }
    }

    /**
     * Makes the system close the descriptor of a closed channel now: while a selector knows it, that
     * waits for the next selection. What the selection finds is found again by the next poll.
     */
    final void releaseNow() {
        if (key == null) {
            return;
        }
        Selector selector = key.selector();
        try {
            selector.selectNow();
            selector.selectedKeys().clear();
            selector.wakeup(); // a wake-up the selection may have swallowed
        } catch (IOException | ClosedSelectorException e) {
            // a closed selector has released it; a failing one reports so at its next poll
        }
    }
}
