package io.kevy.sys;

/** Ends the wait of one {@link Poller} from any thread. */
public interface Waker {
    /**
     * Makes the current poll return, or the next one when none is under way. Calls coalesce: any
     * number of them ends one poll. What the caller wrote before the call is visible to the poller's
     * thread after that poll. Does nothing when the poller is closed.
     */
    void wake();
}
