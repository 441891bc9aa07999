package io.lokivector.engine.query;

import io.lokivector.engine.document.DocumentBlock;
import java.util.Comparator;
import java.util.List;

/**
 * Passes what at least one of several tests passes.
 *
 * @param tests the cheapest first
 */
record AnyTest(List<ColumnTest> tests, int cost) implements ColumnTest {
    static AnyTest of(List<ColumnTest> tests) {
        return new AnyTest(
                tests.stream().sorted(Comparator.comparingInt(ColumnTest::cost)).toList(),
                tests.stream().mapToInt(ColumnTest::cost).sum());
    }

    @Override
    public long passing(DocumentBlock block, int field, long candidates) {
        long found = 0;
        for (int i = 0; i < tests.size() && found != candidates; i++) {
            found |= tests.get(i).passing(block, field, candidates & ~found);
        }
        return found;
    }
}
