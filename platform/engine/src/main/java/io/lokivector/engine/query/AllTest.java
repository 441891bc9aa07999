package io.lokivector.engine.query;

import io.lokivector.engine.document.DocumentBlock;
import java.util.Comparator;
import java.util.List;

/**
 * Passes what all of several tests pass.
 *
 * @param tests the cheapest first
 */
record AllTest(List<ColumnTest> tests, int cost) implements ColumnTest {
    static AllTest of(List<ColumnTest> tests) {
        return new AllTest(
                tests.stream().sorted(Comparator.comparingInt(ColumnTest::cost)).toList(),
                tests.stream().mapToInt(ColumnTest::cost).sum());
    }

    @Override
    public long passing(DocumentBlock block, int field, long candidates) {
        long left = candidates;
        for (int i = 0; i < tests.size() && left != 0; i++) {
            left = tests.get(i).passing(block, field, left);
        }
        return left;
    }
}
