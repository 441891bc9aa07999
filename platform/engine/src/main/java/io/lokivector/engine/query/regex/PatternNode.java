package io.lokivector.engine.query.regex;

import java.util.List;

/** One element of a parsed pattern. */
sealed interface PatternNode {

    /** One character: a code point under the {@code u} flag, else a UTF-16 unit. */
    record Literal(int character) implements PatternNode {}

    /** One character out of a set. */
    record OneOf(CharacterSet set) implements PatternNode {}

    /** Elements one after the other; an empty list matches the empty text. */
    record Sequence(List<PatternNode> elements) implements PatternNode {}

    /** The first branch that leads to a match. */
    record Alternation(List<PatternNode> branches) implements PatternNode {}

    /** A group whose text a back reference can repeat; numbers start at 1. */
    record Capture(int number, PatternNode body) implements PatternNode {}

    /**
     * A body repeated.
     *
     * @param max {@link #UNBOUNDED} for no upper limit
     * @param firstCapture the lowest number of a capture inside the body
     * @param lastCapture the highest; lower than {@code firstCapture} if there is none
     */
    record Repeat(
            PatternNode body, int min, int max, boolean greedy, int firstCapture, int lastCapture)
            implements PatternNode {
        static final int UNBOUNDED = Integer.MAX_VALUE;
    }

    /** A condition on the text ahead or behind that consumes nothing. */
    record Look(PatternNode body, boolean behind, boolean negative) implements PatternNode {}

    /** The text that a capture matched, again. */
    record BackReference(int number) implements PatternNode {}

    /** A condition on a position. */
    enum Boundary implements PatternNode {
        START,
        END,
        WORD,
        NOT_WORD
    }
}
