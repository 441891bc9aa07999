package io.lokivector.tck.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lokivector.tck.history.CollectionOperation.CountFrom;
import io.lokivector.tck.history.CollectionOperation.FindFrom;
import io.lokivector.tck.history.CollectionOperation.Insert;
import io.lokivector.tck.history.CollectionOperation.NewDocument;
import io.lokivector.tck.history.CollectionOperation.RaiseFrom;
import io.lokivector.tck.history.CollectionOperation.ReplaceIf;
import io.lokivector.tck.history.CollectionOperation.SetValue;
import io.lokivector.tck.history.CollectionResult.Found;
import io.lokivector.tck.history.CollectionResult.Inserted;
import io.lokivector.tck.history.CollectionResult.Number;
import io.lokivector.tck.history.CollectionResult.Refused;
import io.lokivector.tck.history.CollectionResult.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The checker itself: what it lets pass, and what it finds. */
class LinearizabilityTest {
    private static final NewDocument A = new NewDocument("a", 1, 11);
    private static final NewDocument B = new NewDocument("b", 2, 12);
    private static final Insert BOTH = new Insert(List.of(A, B), List.of());
    private static final Version A0 = new Version(0, "a", 1, 11);
    private static final Version B0 = new Version(0, "b", 2, 12);

    private final List<RecordedCall<CollectionOperation, CollectionResult>> calls =
            new ArrayList<>();

    private LinearizabilityTest call(
            int invoked, int returned, CollectionOperation operation, CollectionResult result) {
        calls.add(new RecordedCall<>(operation, Optional.of(result), invoked, returned));
        return this;
    }

    private LinearizabilityTest unknown(int invoked, CollectionOperation operation) {
        calls.add(new RecordedCall<>(operation, Optional.empty(), invoked, Long.MAX_VALUE));
        return this;
    }

    private int unexplained() {
        return Linearizability.unexplained(new CollectionModel(), Map.of(), calls);
    }

    private static Inserted inserted(long... ids) {
        return new Inserted(LongStream.of(ids).boxed().toList());
    }

    @Test
    void aReadDuringAWriteSeesItOrNot() {
        call(0, 9, BOTH, inserted(1, 2));
        call(1, 2, new FindFrom(0), new Found(Map.of()));
        call(3, 4, new FindFrom(0), new Found(Map.of(1L, A0, 2L, B0)));
        assertEquals(0, unexplained());
    }

    @Test
    void aReadAfterAWriteMustSeeIt() {
        call(0, 1, BOTH, inserted(1, 2));
        call(2, 3, new CountFrom(0), new Number(0));
        assertTrue(unexplained() > 0);
    }

    @Test
    void whatWasSeenDoesNotGoAway() {
        call(0, 9, BOTH, inserted(1, 2));
        call(1, 2, new CountFrom(0), new Number(2));
        call(3, 4, new CountFrom(0), new Number(0));
        assertTrue(unexplained() > 0);
    }

    @Test
    void halfABatchIsNeverSeen() {
        call(0, 9, BOTH, inserted(1, 2));
        call(1, 2, new FindFrom(0), new Found(Map.of(1L, A0)));
        assertTrue(unexplained() > 0);
    }

    @Test
    void halfAnUpdateIsNeverSeen() {
        call(0, 1, BOTH, inserted(1, 2));
        call(2, 9, new RaiseFrom(0), new Number(2));
        call(3, 4, new FindFrom(0), new Found(Map.of(1L, new Version(1, "a", 2, 11), 2L, B0)));
        assertTrue(unexplained() > 0);
    }

    @Test
    void ofTwoWhoReplaceTheSameRevisionOneWins() {
        final ReplaceIf replacing = new ReplaceIf(1, 0, new NewDocument("a", 5, 11));
        final Found replaced = new Found(Map.of(1L, new Version(1, "a", 5, 11)));
        call(0, 1, BOTH, inserted(1, 2));
        call(2, 5, replacing, replaced);
        call(3, 4, replacing, Refused.STALE);
        assertEquals(0, unexplained());
        calls.removeLast();
        call(3, 4, replacing, replaced);
        assertTrue(unexplained() > 0, "an update was lost");
    }

    @Test
    void aUniqueKeyIsGivenOnce() {
        call(0, 3, BOTH, inserted(1, 2));
        call(1, 2, new Insert(List.of(A), List.of()), Refused.CONFLICT);
        assertEquals(0, unexplained());
        call(4, 5, new Insert(List.of(B), List.of()), inserted(3));
        assertTrue(unexplained() > 0);
    }

    @Test
    void whatNobodyLearnedMayHaveHappenedAtAnyTimeOrNever() {
        unknown(0, new Insert(List.of(A, B), List.of(1L, 2L)));
        call(1, 2, new CountFrom(0), new Number(0));
        assertEquals(0, unexplained());
        call(3, 4, new CountFrom(0), new Number(2));
        assertEquals(0, unexplained());
        call(5, 6, new CountFrom(0), new Number(0));
        assertTrue(unexplained() > 0, "but it does not happen backwards");
    }

    @Test
    void whatNobodyLearnedDoesNotHappenBeforeItBegan() {
        call(0, 1, new CountFrom(0), new Number(2));
        unknown(2, new Insert(List.of(A, B), List.of(1L, 2L)));
        assertTrue(unexplained() > 0);
    }

    @Test
    void anIdIsNotGivenTwice() {
        call(0, 1, BOTH, inserted(1, 2));
        call(2, 3, new Insert(List.of(new NewDocument("c", 1, 13)), List.of()), inserted(2));
        assertTrue(unexplained() > 0);
    }

    @Test
    void writesOfManyAtOnceAreExplainedInAnyOrder() {
        call(0, 1, BOTH, inserted(1, 2));
        for (int i = 0; i < 12; i++) {
            call(2 + i, 100 - i, new SetValue("a", i), new Number(1));
        }
        call(200, 201, new FindFrom(7), new Found(Map.of(1L, new Version(12, "a", 7, 11))));
        assertEquals(0, unexplained());
        call(202, 203, new CountFrom(8), new Number(1));
        assertEquals(1, unexplained());
    }
}
