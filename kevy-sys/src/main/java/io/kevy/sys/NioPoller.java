package io.kevy.sys;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A poller by a {@code Selector}. */
final class NioPoller implements Poller {
    private final Selector selector;
    private final Set<SelectionKey> selectedKeys;
    private final ReadyList readyList = new ReadyList(256);
    private final Waker waker;

    NioPoller() throws IOException {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw Errno.failure("open selector", e);
        }
        selectedKeys = selector.selectedKeys();
        waker = selector::wakeup;
    }

    @Override
    public void register(Pollable pollable, int interest, Object attachment) throws IOException {
        Registration.checkedInterest(interest);
        checkOpen("register");
        if (!(pollable instanceof NioPollable mine)) {
            throw new IOException(
                    "register: " + pollable.getClass().getName() + " is not of the nio transport");
        }
        mine.checkOpen("register");
        Registration present = mine.registration();
        if (present != null) {
            throw new IOException(
                    present.poller == this
                            ? "register: already registered with this poller"
                            : "register: still registered with another poller");
        }
        mine.join(selector, new Registration(this, pollable, attachment, interest, 0));
    }

    @Override
    public void interest(Pollable pollable, int interest) throws IOException {
        Registration.checkedInterest(interest);
        Registration present = registration(pollable);
        if (!(pollable instanceof NioPollable mine) || present == null) {
            throw new IOException(
                    pollable.isOpen()
                            ? "interest: not registered with this poller"
                            : "interest: pollable is closed");
        }
        if (present.interest != interest) {
            present.interest = interest;
            mine.selectByInterest();
        }
    }

    @Override
    public void deregister(Pollable pollable) {
        if (registration(pollable) != null && pollable instanceof NioPollable mine) {
            mine.leave();
        }
    }

    private @Nullable Registration registration(Pollable pollable) {
        Registration present = pollable instanceof NioPollable mine ? mine.registration() : null;
        return present != null && present.poller == this ? present : null;
    }

    @Override
    public int poll(long timeoutNanos) throws IOException {
        checkOpen("poll");
        select(PollTimeout.millis(timeoutNanos));
        readyList.begin();
        for (SelectionKey key : selectedKeys) {
            if (key.attachment() instanceof Registration found
                    && found.pollable instanceof NioPollable mine
                    && key.isValid()) {
                int ready = mine.ready(key.readyOps(), found.interest);
                if (ready != 0) {
                    readyList.add(found, ready);
                }
            }
        }
        selectedKeys.clear();
        return readyList.end();
    }

    private void select(int timeoutMillis) throws IOException {
        try {
            if (timeoutMillis == 0) {
                selector.selectNow();
            } else if (timeoutMillis < 0) {
                selector.select();
            } else {
                selector.select(timeoutMillis);
            }
        } catch (IOException e) {
            throw Errno.failure("select", e);
        }
    }

    @Override
    public Object attachment(int i) {
        return readyList.attachment(i);
    }

    @Override
    public int ready(int i) {
        return readyList.ready(i);
    }

    @Override
    public Waker waker() {
        return waker;
    }

    @Override
    public void close() {
        if (!selector.isOpen()) {
            return;
        }
        for (SelectionKey key : selector.keys()) {
            if (key.attachment() instanceof Registration ending
                    && ending.pollable instanceof NioPollable mine) {
                mine.leave();
            }
        }
        try {
            selector.close();
        } catch (IOException e) {
            // nobody can act on it, and the selector is closed all the same
        }
    }

    private void checkOpen(String call) throws IOException {
        if (!selector.isOpen()) {
            throw new IOException(call + ": poller is closed");
        }
    }
}
