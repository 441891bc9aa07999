package io.lokivector.engine.query;

import java.util.List;

/** What a query demands of a document; immutable data, without the way it is evaluated. */
public sealed interface Condition {

    /** All conditions hold; an empty list holds for every document. */
    record And(List<Condition> conditions) implements Condition {
        public And {
            conditions = List.copyOf(conditions);
        }
    }

    /** At least one condition holds; an empty list holds for none. */
    record Or(List<Condition> conditions) implements Condition {
        public Or {
            conditions = List.copyOf(conditions);
        }
    }

    /**
     * The value at a path passes a test. Where the path meets a list before its last segment it
     * goes on in every element, and one of the ends must pass; an empty list has no end, so nothing
     * passes.
     */
    record Field(FieldPath path, ValueTest test) implements Condition {}

    /**
     * The value itself passes a test; only about the elements of a list, see {@link
     * ValueTest.AnyElement}.
     */
    record Itself(ValueTest test) implements Condition {}
}
