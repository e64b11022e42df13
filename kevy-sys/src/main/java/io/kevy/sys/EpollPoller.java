package io.kevy.sys;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A poller by epoll. Each event carries the token of a registration, looked up in {@link
 * Registrations}; what carries an ended one is dropped.
 */
final class EpollPoller implements Poller {
    /** Entries one poll reports; the kernel goes on behind them at the next. */
    static final int EVENTS_MAX = 1024;

    private static final EpollEvents EVENTS = EpollEvents.of(System.getProperty("os.arch"));
    private static final long WAKER_TOKEN = -1;
    private static final int CLOSED = -1;

    private final Workspace workspace = Workspace.ofPoller();
    private final MemorySegment events = workspace.allocate((long) EVENTS_MAX * EVENTS.bytes());
    private final MemorySegment change = workspace.allocate(EVENTS.bytes());
    private final Registrations registrations = new Registrations();
    private final ReadyList readyList = new ReadyList(EVENTS_MAX);
    private final EventfdWaker waker;
    private int epollFd;

    EpollPoller() throws IOException {
        epollFd = Libc.epollCreate(workspace.state);
        if (epollFd < 0) {
            throw Errno.failure("epoll_create1", -epollFd);
        }
        EventfdWaker made = null;
        try {
            made = new EventfdWaker();
            EVENTS.put(change, 0, EpollEvents.IN | EpollEvents.EDGE_TRIGGERED, WAKER_TOKEN);
            check(
                    Libc.epollControl(
                            workspace.state, epollFd, Libc.EPOLL_CTL_ADD, made.fd(), change));
        } catch (IOException e) {
            if (made != null) {
                made.close();
            }
            Libc.close(workspace.state, epollFd);
            throw e;
        }
        waker = made;
    }

    @Override
    public void register(Pollable pollable, int interest, Object attachment) throws IOException {
        Registration.checkedInterest(interest);
        int epoll = openFd("register");
        if (!(pollable instanceof EpollPollable mine)) {
            throw new IOException(
                    "register: " + pollable.getClass().getName()
                            + " is not of the epoll transport");
        }
        int fd = mine.openFd("register");
        Registration present = mine.registration();
        if (present != null) {
            throw new IOException(
                    present.poller == this
                            ? "register: already registered with this poller"
                            : "register: still registered with another poller");
        }
        Registration added = registrations.add(this, pollable, attachment, interest);
        if (interest != 0) {
            try {
                change(epoll, Libc.EPOLL_CTL_ADD, fd, interest, added.token);
            } catch (IOException e) {
                registrations.end(added);
                throw e;
            }
        }
        mine.join(added, workspace);
    }

    @Override
    public void interest(Pollable pollable, int interest) throws IOException {
        Registration.checkedInterest(interest);
        Registration present = registration(pollable);
        if (!(pollable instanceof EpollPollable mine) || present == null) {
            throw new IOException(
                    pollable.isOpen()
                            ? "interest: not registered with this poller"
                            : "interest: pollable is closed");
        }
        int before = present.interest;
        if (before == interest) {
            return;
        }
        // without any interest it leaves the epoll, which would go on reporting hang-ups
        int operation =
                before == 0
                        ? Libc.EPOLL_CTL_ADD
                        : interest == 0 ? Libc.EPOLL_CTL_DEL : Libc.EPOLL_CTL_MOD;
        change(epollFd, operation, mine.openFd("interest"), interest, present.token);
        present.interest = interest;
    }

    @Override
    public void deregister(Pollable pollable) {
        Registration present = registration(pollable);
        if (present != null && pollable instanceof EpollPollable mine) {
            end(present, mine);
        }
    }

    private void end(Registration ending, EpollPollable mine) {
        if (ending.interest != 0) {
            try {
                change(
                        epollFd,
                        Libc.EPOLL_CTL_DEL,
                        mine.openFd("deregister"),
                        0,
                        ending.token);
            } catch (IOException e) {
                throw new AssertionError("a registered descriptor is unknown to its epoll", e);
            }
        }
        registrations.end(ending);
        mine.leave();
    }

    /** The pollable is about to be closed, which takes it out of the epoll. */
    void ended(Registration ending) {
        registrations.end(ending);
    }

    private @Nullable Registration registration(Pollable pollable) {
        Registration present =
                pollable instanceof EpollPollable mine ? mine.registration() : null;
        return present != null && present.poller == this ? present : null;
    }

    @Override
    public int poll(long timeoutNanos) throws IOException {
        int count = await(openFd("poll"), timeoutNanos);
        readyList.begin();
        for (int i = 0; i < count; i++) {
            long token = EVENTS.data(events, i);
            if (token == WAKER_TOKEN) {
                waker.seen();
                continue;
            }
            Registration found = registrations.find(token);
            if (found != null) {
                readyList.add(found, EpollEvents.toReady(EVENTS.events(events, i)));
            }
        }
        return readyList.end();
    }

    /** Signals may interrupt the wait; it goes on with what is left of the time. */
    private int await(int epoll, long timeoutNanos) throws IOException {
        long start = timeoutNanos > 0 ? System.nanoTime() : 0;
        long left = timeoutNanos;
        while (true) {
            int count =
                    Libc.epollWait(workspace.state, epoll, events, EVENTS_MAX,
                            PollTimeout.millis(left));
            if (count >= 0) {
                return count;
            }
            if (count != -Errno.EINTR) {
                throw Errno.failure("epoll_wait", -count);
            }
            if (timeoutNanos > 0) {
                left = Math.max(0, timeoutNanos - (System.nanoTime() - start));
            }
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
        if (epollFd == CLOSED) {
            return;
        }
        for (int slot = 0; slot < registrations.slots(); slot++) {
            Registration present = registrations.at(slot);
            if (present != null && present.pollable instanceof EpollPollable mine) {
                end(present, mine);
            }
        }
        waker.close();
        int closing = epollFd;
        epollFd = CLOSED;
        Libc.close(workspace.state, closing);
    }

    private int openFd(String call) throws IOException {
        if (epollFd == CLOSED) {
            throw new IOException(call + ": poller is closed");
        }
        return epollFd;
    }

    private void change(int epoll, int operation, int fd, int interest, long token)
            throws IOException {
        EVENTS.put(change, 0, EpollEvents.ofInterest(interest), token);
        check(Libc.epollControl(workspace.state, epoll, operation, fd, change));
    }

    private static void check(int result) throws IOException {
        if (result < 0) {
            throw Errno.failure("epoll_ctl", -result);
        }
    }
}
