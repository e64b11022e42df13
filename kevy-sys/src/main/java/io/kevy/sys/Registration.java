package io.kevy.sys;

/** The membership of one pollable in one poller, from register to its end. */
final class Registration {
    final Poller poller;
    final Pollable pollable;
    final Object attachment;
    /** Slot and generation as {@link Registrations} packs them; 0 where no kernel carries it. */
    final long token;
    int interest;
    boolean live = true;

    Registration(Poller poller, Pollable pollable, Object attachment, int interest, long token) {
        this.poller = poller;
        this.pollable = pollable;
        this.attachment = attachment;
        this.interest = interest;
        this.token = token;
    }

    static int checkedInterest(int interest) {
        if ((interest & ~(Poller.READ | Poller.WRITE)) != 0) {
            throw new IllegalArgumentException(
                    "interest is READ, WRITE, both or 0, not " + interest);
        }
        return interest;
    }
}
