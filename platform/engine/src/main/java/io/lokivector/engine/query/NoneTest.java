package io.lokivector.engine.query;

import io.lokivector.engine.document.DocumentBlock;

/** Passes what another test does not. */
record NoneTest(ColumnTest negated) implements ColumnTest {
    @Override
    public long passing(DocumentBlock block, int field, long candidates) {
        return candidates & ~negated.passing(block, field, candidates);
    }

    @Override
    public int cost() {
        return negated.cost();
    }
}
