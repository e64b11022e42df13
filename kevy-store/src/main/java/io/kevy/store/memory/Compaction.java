package io.kevy.store.memory;

import java.util.Arrays;
import java.util.function.BooleanSupplier;

/**
 * Chooses the pages that are to be emptied: all that are at most half full, and of the others the
 * emptiest, as long as those that stay have room for everything. The blocks are moved by whoever
 * refers to them.
 *
 * <p>Counting and marking go page by page, so that a step takes no longer than a microsecond; what
 * changes in between makes the choice a little worse, not wrong.
 */
final class Compaction {
    private static final int BUCKETS = 65;
    private static final int HALF_FULL = 32;

    private enum Phase {
        IDLE,
        COUNTING,
        MARKING,
        MOVING
    }

    private final Pages pages;
    private final SpanPool spans;
    private final Slab slab;
    /** Pages by how full they are, in 64ths. */
    private final int[] histogram = new int[BUCKETS];

    private Phase phase = Phase.IDLE;
    private int next;
    private int threshold;
    private int quotaAtThreshold;
    private long liveBytes;
    private int pagesBefore;
    /** What the blocks needed when moving them gave little back; 0 when it did. */
    private long settledUnits;

    Compaction(Pages pages, SpanPool spans, Slab slab) {
        this.pages = pages;
        this.spans = spans;
        this.slab = slab;
    }

    private int pagesInUse() {
        return spans.pageCount() - spans.emptyPages();
    }

    /** More than a page and an eighth of what is needed could be given back. */
    boolean isWorthwhile() {
        if (phase != Phase.IDLE || spans.anySparse()) {
            return false;
        }
        long inUse = (long) pagesInUse() * spans.unitsPerPage();
        if (inUse <= 2L * spans.unitsPerPage()) {
            return false;
        }
        long needed = slab.unitsNeeded();
        return inUse > needed + (needed >> 3) + spans.unitsPerPage()
                && (settledUnits == 0 || needed < settledUnits - (settledUnits >> 4));
    }

    /** Whether the choice is made. */
    boolean begin(BooleanSupplier spent) {
        if (phase == Phase.IDLE) {
            phase = Phase.COUNTING;
            next = 1;
            liveBytes = 0;
            Arrays.fill(histogram, 0);
            pagesBefore = pagesInUse();
        }
        while (phase != Phase.MOVING) {
            if (spent.getAsBoolean()) {
                return false;
            }
            step();
        }
        return true;
    }

    private void step() {
        if (next < pages.end()) {
            int page = next++;
            long live = spans.liveBytes(page);
            if (live == 0) {
                return;
            }
            int bucket = bucket(live);
            if (phase == Phase.COUNTING) {
                histogram[bucket]++;
                liveBytes += live;
            } else if (bucket < threshold
                    || (bucket == threshold && quotaAtThreshold-- > 0)) {
                spans.mark(page);
            }
        } else if (phase == Phase.COUNTING) {
            choose();
            phase = Phase.MARKING;
            next = 1;
            spans.shun();
        } else {
            phase = Phase.MOVING;
        }
    }

    private int bucket(long live) {
        return (int) (live * (BUCKETS - 1) / pageBytes());
    }

    private long pageBytes() {
        return (long) spans.unitsPerPage() << SpanTable.UNIT_SHIFT;
    }

    private void choose() {
        int kept = 0;
        for (int count : histogram) {
            kept += count;
        }
        long roomPerPage = pageBytes() - (pageBytes() >> 4);
        int keptMin = (int) ((liveBytes + roomPerPage - 1) / roomPerPage);
        threshold = 0;
        while (threshold < BUCKETS) {
            int count = histogram[threshold];
            if (threshold > HALF_FULL && kept - count < keptMin) {
                break;
            }
            kept -= count;
            threshold++;
        }
        quotaAtThreshold = Math.max(0, kept - keptMin);
    }

    void end() {
        if (phase == Phase.MOVING) {
            boolean fruitless = pagesInUse() >= pagesBefore - (pagesBefore >> 4);
            settledUnits = fruitless ? slab.unitsNeeded() : 0;
        }
        phase = Phase.IDLE;
        spans.stopShunning();
    }

    boolean isSparse(long address) {
        return phase == Phase.MOVING && spans.isSparse((int) (address >>> PageMap.PAGE_SHIFT));
    }
}
