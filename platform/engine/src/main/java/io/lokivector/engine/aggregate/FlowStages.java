package io.lokivector.engine.aggregate;

import io.lokivector.engine.query.DocumentOrder;
import io.lokivector.engine.query.Query;
import io.lokivector.engine.rows.RowSort;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The stages that keep, order, cut, change or count rows. */
final class FlowStages {
    private FlowStages() {}

    /** Keeps the rows that match. */
    record Match(Query query) implements Stage {
        @Override
        public boolean isRowByRow() {
            return true;
        }

        @Override
        public Sink into(Sink next, Run run) {
            return new PassingSink(next) {
                @Override
                public boolean take(Map<String, @Nullable Object> row) {
                    return !query.matches(row) || next.take(row);
                }
            };
        }
    }

    /** Makes another row of each. */
    record Reshape(Shape shape) implements Stage {
        /** What is made of a row. */
        interface Shape {
            Map<String, @Nullable Object> of(Map<String, @Nullable Object> row);
        }

        @Override
        public boolean isRowByRow() {
            return true;
        }

        @Override
        public Sink into(Sink next, Run run) {
            return new PassingSink(next) {
                @Override
                public boolean take(Map<String, @Nullable Object> row) {
                    return next.take(shape.of(row));
                }
            };
        }
    }

    /** Leaves out the first rows. */
    record Skip(int count) implements Stage {
        @Override
        public Sink into(Sink next, Run run) {
            return new PassingSink(next) {
                private int left = count;

                @Override
                public boolean take(Map<String, @Nullable Object> row) {
                    if (left > 0) {
                        left--;
                        return true;
                    }
                    return next.take(row);
                }
            };
        }
    }

    /** Keeps the first rows. */
    record Limit(int count) implements Stage {
        @Override
        public Sink into(Sink next, Run run) {
            return new PassingSink(next) {
                private int left = count;

                @Override
                public boolean take(Map<String, @Nullable Object> row) {
                    if (left == 0) {
                        return false;
                    }
                    left--;
                    return next.take(row) && left > 0;
                }
            };
        }
    }

    /**
     * Puts the rows in an order.
     *
     * @param keep how many of the first are wanted by the stages after it
     */
    record Sort(DocumentOrder order, int keep, String path) implements Stage {
        @Override
        public Sink into(Sink next, Run run) {
            final RowSort sort = new RowSort(order, keep, run.budget(), path);
            return new Sink() {
                @Override
                public boolean take(Map<String, @Nullable Object> row) {
                    sort.add(row);
                    return true;
                }

                @Override
                public void finish() {
                    for (final Map<String, @Nullable Object> row : sort.sorted()) {
                        if (!next.take(row)) {
                            break;
                        }
                    }
                    next.finish();
                }
            };
        }

        Sort keeping(int first) {
            return new Sort(order, first, path);
        }
    }

    /** Makes one row of all: their number. */
    record Count(String name) implements Stage {
        @Override
        public Sink into(Sink next, Run run) {
            return new Sink() {
                private long count;

                @Override
                public boolean take(Map<String, @Nullable Object> row) {
                    count++;
                    return true;
                }

                @Override
                public void finish() {
                    next.take(row(count));
                    next.finish();
                }
            };
        }

        Map<String, @Nullable Object> row(long count) {
            final Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put(name, count);
            return row;
        }
    }

    /** A sink that holds nothing back. */
    abstract static class PassingSink implements Stage.Sink {
        private final Stage.Sink next;

        PassingSink(Stage.Sink next) {
            this.next = next;
        }

        @Override
        public void finish() {
            next.finish();
        }
    }
}
