package io.lokivector.engine.query;

import io.lokivector.engine.document.DocumentBlock;

/** A {@link Condition} compiled for blocks of documents; immutable. */
interface BlockCondition {
    /**
     * The rows whose documents match, out of the candidates.
     *
     * @param candidates a bit for each row to look at
     */
    long matching(DocumentBlock block, long candidates);

    /** How dear it is, roughly in nanoseconds per row. */
    int cost();

    /** All parts match; what is cheap comes first. */
    @SuppressWarnings("ArrayRecordComponent") // made once, never changed
    record All(BlockCondition[] parts, int cost) implements BlockCondition {
        @Override
        public long matching(DocumentBlock block, long candidates) {
            long left = candidates;
            for (BlockCondition part : parts) {
                if (left == 0) {
                    break;
                }
                left = part.matching(block, left);
            }
            return left;
        }
    }

    /** At least one part matches. */
    @SuppressWarnings("ArrayRecordComponent") // made once, never changed
    record Any(BlockCondition[] parts, int cost) implements BlockCondition {
        @Override
        public long matching(DocumentBlock block, long candidates) {
            long found = 0;
            for (BlockCondition part : parts) {
                if (found == candidates) {
                    break;
                }
                found |= part.matching(block, candidates & ~found);
            }
            return found;
        }
    }

    /** The column of a field passes a test. */
    record OfColumn(int field, ColumnTest test) implements BlockCondition {
        @Override
        public long matching(DocumentBlock block, long candidates) {
            return test.passing(block, field, candidates);
        }

        @Override
        public int cost() {
            return test.cost();
        }
    }

    /** Each document as a map matches. */
    record OfMap(DocumentMatcher matcher) implements BlockCondition {
        private static final int COST = 500;

        @Override
        public long matching(DocumentBlock block, long candidates) {
            long found = 0;
            for (long rest = candidates; rest != 0; rest &= rest - 1) {
                int row = Long.numberOfTrailingZeros(rest);
                if (matcher.matches(block.map(row))) {
                    found |= 1L << row;
                }
            }
            return found;
        }

        @Override
        public int cost() {
            return COST;
        }
    }
}
