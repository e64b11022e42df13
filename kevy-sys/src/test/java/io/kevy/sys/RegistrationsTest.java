package io.kevy.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistrationsTest {
    private final Registrations registrations = new Registrations();

    @SuppressWarnings("NullAway.Init") // set before each
    private Poller poller;

    @SuppressWarnings("NullAway.Init") // set before each
    private Listener listener;

    @BeforeEach
    void open() throws IOException {
        poller = Transport.nio().openPoller();
        listener = Transport.nio().listen(TransportSpec.anyPort(), TransportSpec.PLAIN);
    }

    @AfterEach
    void close() {
        listener.close();
        poller.close();
    }

    @Test
    void aTokenFindsItsRegistrationUntilThatEnds() {
        Registration first = add("first");
        Registration second = add("second");
        assertSame(first, registrations.find(first.token));
        registrations.end(first);
        assertNull(registrations.find(first.token));
        assertSame(second, registrations.find(second.token));
    }

    @Test
    void aTokenOfAUsedSlotDoesNotFindTheNewcomer() {
        Registration old = add("old");
        registrations.end(old);
        Registration newcomer = add("new");
        assertEquals((int) old.token, (int) newcomer.token, "the slot is used again");
        assertNotEquals(old.token, newcomer.token);
        assertNull(registrations.find(old.token));
        assertSame(newcomer, registrations.find(newcomer.token));
    }

    @Test
    void tokensOfNobodyFindNothing() {
        add("first");
        assertNull(registrations.find(-1));
        assertNull(registrations.find(1));
        assertNull(registrations.find(Long.MIN_VALUE));
        assertNull(registrations.find(1L << 32));
    }

    @Test
    void thousandsComeAndGoInAnyOrder() {
        long seed = 42;
        var random = new Random(seed);
        List<Registration> live = new ArrayList<>();
        List<Registration> ended = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            if (live.isEmpty() || random.nextInt(5) > 1) {
                live.add(add("number " + i));
            } else {
                Registration ending = live.remove(random.nextInt(live.size()));
                registrations.end(ending);
                ended.add(ending);
            }
        }
        for (Registration registration : live) {
            assertSame(registration, registrations.find(registration.token), "seed " + seed);
        }
        for (Registration registration : ended) {
            assertNull(registrations.find(registration.token), "seed " + seed);
        }
    }

    private Registration add(String attachment) {
        return registrations.add(poller, listener, attachment, Poller.READ);
    }
}
