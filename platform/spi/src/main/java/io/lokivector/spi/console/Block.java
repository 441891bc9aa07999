package io.lokivector.spi.console;

import java.util.List;
import java.util.Map;

/** One part of a console page. All texts are plain: the console escapes them. */
public sealed interface Block {
    /** A paragraph. */
    record Text(String text) implements Block {}

    /** Names with their values, in order. */
    record Facts(Map<String, String> facts) implements Block {}

    /** A table; every row has as many cells as there are columns. */
    record Table(List<String> columns, List<List<String>> rows) implements Block {
        public Table {
            columns = List.copyOf(columns);
            rows = rows.stream().map(List::copyOf).toList();
            for (final List<String> row : rows) {
                if (row.size() != columns.size()) {
                    throw new IllegalArgumentException(
                            "a row has "
                                    + row.size()
                                    + " cells for "
                                    + columns.size()
                                    + " columns");
                }
            }
        }
    }

    /**
     * A line over time.
     *
     * @param unit of the values, for the axis
     * @param points in order of time
     */
    record Series(String title, String unit, List<Point> points) implements Block {}

    /**
     * A point of a series.
     *
     * @param epochMillis when
     */
    record Point(long epochMillis, double value) {}

    /** Fields to fill in, and a button. */
    record Form(String name, String button, List<Field> fields) implements Block {}

    /**
     * A field of a form.
     *
     * @param secret whether what is typed is hidden
     */
    record Field(String name, String label, String value, boolean secret) {}

    /**
     * A button.
     *
     * @param confirmation what to ask first; blank to ask nothing
     */
    record Action(String name, String button, String confirmation) implements Block {}
}
