package io.kevy.rt.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kevy.store.Slice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random requests, deadlines passing between them: what must hold whatever is asked. */
class EffectReplaySimTest {
    private static final int RUNS = 30;
    private static final int REQUESTS = 600;

    /** One property, tried on runs of seeds of their own. */
    private interface Property {
        void holds(Random random);
    }

    private static void always(Property property) {
        for (long seed = 1; seed <= RUNS; seed++) {
            try {
                property.holds(new Random(seed));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private static void advance(Random random, Shards... all) {
        int step = random.nextInt(RandomRequests.STEP_MILLIS_MAX);
        int db = random.nextInt(RandomRequests.DATABASES);
        boolean elsewhere = random.nextInt(8) == 0;
        for (Shards shards : all) {
            shards.nowMillis += step;
            if (elsewhere) {
                shards.session.db(db);
            }
        }
    }

    @Test
    void replayedEffectsGiveTheSameContentAndTheSameEffects() {
        always(
                random -> {
                    var requests = new RandomRequests(random);
                    int count = 1 + random.nextInt(3);
                    try (var primary = new Shards(count);
                            var replica = new Shards(count);
                            var late = new Shards(count)) {
                        var all = new ArrayList<Shards.Recorded>();
                        for (int i = 0; i < REQUESTS; i++) {
                            advance(random, primary);
                            var request = requests.next(primary.nowMillis);
                            primary.run(request.toArray(String[]::new));
                            var effects = primary.takeEffects();
                            all.addAll(effects);
                            // The replica's clock is wrong, which must not matter.
                            replica.nowMillis = primary.nowMillis + random.nextInt(5000) - 2500;
                            replica.replay(effects);
                            assertEquals(effects, replica.takeEffects(), request::toString);
                            assertEquals(
                                    primary.digest(),
                                    replica.digest(),
                                    () -> "after " + request + " with " + effects);
                            if (i % 50 == 0) {
                                primary.reclaim();
                                replica.reclaim();
                            }
                        }
                        late.nowMillis = primary.nowMillis;
                        late.replay(all);
                        for (int i = 0; i < count; i++) {
                            assertEquals(primary.digest(i), late.digest(i));
                        }
                        assertTrue(all.size() > REQUESTS / 4, "too little has happened");
                    }
                });
    }

    @Test
    void aPartitionThatChangesSaysSoAndOneThatIsReadDoesNot() {
        always(
                random -> {
                    var requests = new RandomRequests(random);
                    try (var shards = new Shards(2)) {
                        for (int i = 0; i < REQUESTS; i++) {
                            advance(random, shards);
                            var before = List.of(shards.digest(0), shards.digest(1));
                            var request = requests.next(shards.nowMillis);
                            shards.run(request.toArray(String[]::new));
                            var effects = shards.takeEffects();
                            for (int p = 0; p < 2; p++) {
                                int partition = p;
                                boolean recorded =
                                        effects.stream().anyMatch(e -> e.partition() == partition);
                                boolean changed =
                                        !before.get(p).equals(shards.digest(p));
                                if (changed) {
                                    assertTrue(recorded, () -> "unheard: " + request);
                                }
                                if (recorded && isRead(shards, request)) {
                                    assertTrue(changed, () -> request + " has " + effects);
                                }
                            }
                        }
                    }
                });
    }

    @Test
    void anyNumberOfShardsAnswersAlikeAndHoldsTheSame() {
        always(
                random -> {
                    var requests = new RandomRequests(random);
                    try (var one = new Shards(1);
                            var two = new Shards(2);
                            var five = new Shards(5)) {
                        int protocol = 2 + random.nextInt(2);
                        one.session.protocol(protocol);
                        two.session.protocol(protocol);
                        five.session.protocol(protocol);
                        for (int i = 0; i < REQUESTS; i++) {
                            advance(random, one, two, five);
                            var request = requests.next(one.nowMillis);
                            String[] words = request.toArray(String[]::new);
                            String reply = one.run(words);
                            assertEquals(reply, two.run(words), request::toString);
                            assertEquals(reply, five.run(words), request::toString);
                            assertEquals(one.digest(), two.digest(), request::toString);
                            assertEquals(one.digest(), five.digest(), request::toString);
                        }
                    }
                });
    }

    @Test
    void whoeverWatchesAKeyHearsOfItsChange() {
        always(
                random -> {
                    var requests = new RandomRequests(random);
                    try (var shards = new Shards(1 + random.nextInt(3))) {
                        for (int i = 0; i < REQUESTS / 3; i++) {
                            advance(random, shards);
                            var before = content(shards);
                            var watchers = watchAll(shards);
                            var request = requests.next(shards.nowMillis);
                            shards.run(request.toArray(String[]::new));
                            var after = content(shards);
                            watchers.forEach(
                                    (place, transaction) -> {
                                        if (!Objects.equals(before.get(place), after.get(place))) {
                                            assertTrue(
                                                    transaction.isTouched(),
                                                    () -> request + " changed " + place);
                                        }
                                        transaction.unwatch(shards.partitions);
                                    });
                        }
                    }
                });
    }

    private static boolean isRead(Shards shards, List<String> request) {
        var row = shards.table.find(Shards.argv(request.getFirst()));
        return row != null && row.is(Flag.READONLY);
    }

    private record Place(int db, String key) {}

    private static Map<Place, Transaction> watchAll(Shards shards) {
        var watchers = new HashMap<Place, Transaction>();
        for (int db = 0; db < RandomRequests.DATABASES; db++) {
            for (String key : RandomRequests.KEYS) {
                var transaction = new Transaction();
                byte[] bytes = key.getBytes(StandardCharsets.ISO_8859_1);
                var owner = shards.owner(key);
                owner.watches().add(db, bytes, transaction);
                transaction.watch(new Transaction.Watched(owner.index(), db, bytes, false));
                watchers.put(new Place(db, key), transaction);
            }
        }
        return watchers;
    }

    /** What every key holds, with its deadline, as a text. */
    private static Map<Place, String> content(Shards shards) {
        var content = new HashMap<Place, String>();
        for (int db = 0; db < RandomRequests.DATABASES; db++) {
            for (String key : RandomRequests.KEYS) {
                var keyspace = shards.owner(key).keyspace(db);
                byte[] bytes = key.getBytes(StandardCharsets.ISO_8859_1);
                var found = new io.kevy.store.Place();
                String held = "";
                if (keyspace.find(Slice.of(bytes), found)) {
                    held =
                            found.deadline()
                                    + " "
                                    + new String(found.string(), StandardCharsets.ISO_8859_1);
                }
                content.put(new Place(db, key), held);
            }
        }
        return content;
    }
}
