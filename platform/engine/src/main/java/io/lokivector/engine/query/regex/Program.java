package io.lokivector.engine.query.regex;

/**
 * A pattern as instructions for {@link PatternMachine}; immutable.
 *
 * @param operations what to do, by address
 * @param first the first operand of each instruction
 * @param second the second operand of each instruction
 * @param sets the sets that instructions refer to
 * @param registers how many registers a run needs: two per capture, one per loop whose body may be
 *     empty
 * @param repeatsText whether there is a back reference, so that a position alone does not decide
 *     what follows
 */
record Program(
        Operation[] operations,
        int[] first,
        int[] second,
        CharacterSet[] sets,
        int registers,
        boolean repeatsText) {

    /** Whether a match must begin at the start of the text. */
    boolean isAnchored(PatternFlags flags) {
        return flags.sticky() || (operations[0] == Operation.START && !flags.multiline());
    }

    /**
     * What one instruction does. Forward ones read the character after the position, backward ones
     * the one before it.
     */
    enum Operation {
        /** Succeed. */
        MATCH,
        /** Continue at address {@code first}. */
        JUMP,
        /** Continue at address {@code first}, and at {@code second} if that fails. */
        SPLIT,
        /** Read the character {@code first}. */
        LITERAL,
        LITERAL_BACKWARD,
        /** Read a character of set {@code first}. */
        ONE_OF,
        ONE_OF_BACKWARD,
        /** Require the text start, or a line start under flag m. */
        START,
        /** Require the text end, or a line end under flag m. */
        END,
        WORD_BOUNDARY,
        NOT_WORD_BOUNDARY,
        /** Put the position into register {@code first}. */
        SAVE,
        /** Clear the registers from {@code first} up to {@code second}. */
        CLEAR,
        /** Fail if nothing was read since register {@code first} was saved. */
        PROGRESS,
        /** Read what capture {@code first} read. */
        REPEAT_TEXT,
        REPEAT_TEXT_BACKWARD,
        /** Require a match of the instructions that follow; then continue at {@code first}. */
        LOOK,
        /**
         * Require that the instructions that follow do not match; then continue at {@code first}.
         */
        LOOK_NOT
    }
}
