package io.lokivector.engine.aggregate;

import io.lokivector.engine.query.CanonicalValue;
import io.lokivector.engine.rows.RowBudget;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes one row of all rows with the same key: the key as {@code _id}, and what became of their
 * values. Groups come in the order of their first rows; null and missing are one key.
 */
record Group(Expression key, List<Expression> operands, List<Field> fields, String path)
        implements Stage {
    /**
     * A field of the rows made.
     *
     * @param operand which of the operands gives its values; several fields may share one
     */
    record Field(String name, Maker accumulator, int operand, String path) {}

    /** Makes an accumulator for a group. */
    interface Maker {
        Accumulator make(RowBudget budget, String path);
    }

    @Override
    public Sink into(Sink next, Run run) {
        final Table table = new Table(run.budget());
        return new Sink() {
            @Override
            public boolean take(Map<String, @Nullable Object> row) {
                table.add(row);
                return true;
            }

            @Override
            public void finish() {
                table.pushInto(next);
            }
        };
    }

    /** The groups of some of the rows; for one thread. */
    final class Table {
        private final RowBudget budget;
        private final Map<@Nullable Object, Accumulator[]> groups = new LinkedHashMap<>();

        /** Of the row that is being added. */
        private final @Nullable Object[] values = new @Nullable Object[operands.size()];

        Table(RowBudget budget) {
            this.budget = budget;
        }

        void add(Map<String, @Nullable Object> row) {
            final @Nullable Object id = CanonicalValue.of(key.of(row));
            Accumulator @Nullable [] group = groups.get(id);
            if (group == null) {
                group = begin();
                groups.put(id, group);
            }
            for (int operand = 0; operand < values.length; operand++) {
                values[operand] = operands.get(operand).of(row);
            }
            for (int i = 0; i < group.length; i++) {
                group[i].add(values[fields.get(i).operand()]);
            }
        }

        /** Adds the groups of later rows. */
        void addAll(Table later) {
            later.groups.forEach((id, ofLater) -> {
                final Accumulator[] group = groups.computeIfAbsent(id, _ -> begin());
                for (int i = 0; i < group.length; i++) {
                    group[i].addAll(ofLater[i]);
                }
            });
        }

        private Accumulator[] begin() {
            budget.hold(path);
            final Accumulator[] group = new Accumulator[fields.size()];
            for (int i = 0; i < group.length; i++) {
                final Field field = fields.get(i);
                group[i] = field.accumulator().make(budget, field.path());
            }
            return group;
        }

        /** Pushes a row for each group, and ends the sink. */
        void pushInto(Sink next) {
            for (final Map.Entry<@Nullable Object, Accumulator[]> group : groups.entrySet()) {
                final Map<String, @Nullable Object> row =
                        LinkedHashMap.newLinkedHashMap(fields.size() + 1);
                row.put("_id", group.getKey());
                for (int i = 0; i < fields.size(); i++) {
                    row.put(fields.get(i).name(), group.getValue()[i].result());
                }
                if (!next.take(row)) {
                    break;
                }
            }
            next.finish();
        }
    }
}
