package io.lokivector.engine.query.regex;

import io.lokivector.engine.query.regex.Program.Operation;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A deterministic automaton that decides about texts of ASCII characters, made while it is used:
 * one step for each byte once all its states are known (R. Cox, "Regular Expression Matching in the
 * Wild", 2010, on RE2's lazy DFA). What it cannot decide within its limits is left to {@link
 * PatternMachine}. Thread-safe.
 *
 * <p>A state is a set of addresses of the {@link Program} to go on from, not followed through jumps
 * and boundaries yet, because boundaries depend on the next character; and what the last character
 * was like.
 */
final class LazyAutomaton {
    /** What a text is found to be. */
    enum Verdict {
        FOUND,
        NOT_FOUND,
        UNDECIDED
    }

    private static final int STATES_MAX = 1_000;

    /** How many instructions may be looked at to make states. */
    private static final int WORK_MAX = 2_000_000;

    /** The symbol after the last character. */
    private static final int EDGE = 128;

    private static final int SYMBOLS = 129;

    private static final State FOUND = new State(Verdict.FOUND);
    private static final State NOT_FOUND = new State(Verdict.NOT_FOUND);

    private final Program program;
    private final PatternFlags flags;
    private final boolean isBackward;
    private final boolean isAnchored;
    private final boolean hasBoundaries;
    private final Map<State, State> states = new HashMap<>();
    private final State start;
    private int work;

    /** What boundaries want to know of a character. */
    private enum Context {
        EDGE,
        LINE_END,
        WORD,
        OTHER
    }

    /** Two states are equal if what follows from them is. */
    private static final class State {
        private final int[] addresses;
        private final Context behind;

        /** What is known of the text, whatever follows. */
        private final Verdict verdict;

        /** By symbol; null where it is not known yet. Whoever sees a state sees it complete. */
        private final @Nullable State[] next = new @Nullable State[SYMBOLS];

        State(int[] addresses, Context behind) {
            this.addresses = addresses;
            this.behind = behind;
            this.verdict = Verdict.UNDECIDED;
        }

        State(Verdict verdict) {
            this.addresses = new int[0];
            this.behind = Context.OTHER;
            this.verdict = verdict;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof State that
                    && behind == that.behind
                    && Arrays.equals(addresses, that.addresses);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(addresses) + behind.ordinal();
        }
    }

    /**
     * An automaton that knows nothing yet.
     *
     * @param program {@linkplain #supports supported}
     * @param isBackward whether the program reads a text from its end
     * @param isAnchored whether a match must begin where reading begins
     */
    LazyAutomaton(Program program, PatternFlags flags, boolean isBackward, boolean isAnchored) {
        this.program = program;
        this.flags = flags;
        this.isBackward = isBackward;
        this.isAnchored = isAnchored;
        this.hasBoundaries =
                Arrays.stream(program.operations()).anyMatch(LazyAutomaton::isBoundary);
        this.start = new State(new int[] {0}, Context.EDGE);
    }

    /** Whether a program has no look-arounds and no back references. */
    static boolean supports(Program program) {
        return Arrays.stream(program.operations())
                .noneMatch(operation ->
                        switch (operation) {
                            case LOOK, LOOK_NOT, REPEAT_TEXT, REPEAT_TEXT_BACKWARD -> true;
                            default -> false;
                        });
    }

    /** Whether the pattern matches somewhere in a text in UTF-8. */
    Verdict find(byte[] text, int from, int to) {
        State state = start;
        for (int i = 0; i < to - from; i++) {
            int symbol = text[isBackward ? to - 1 - i : from + i];
            State next = symbol < 0 ? null : next(state, symbol);
            if (next == null) {
                return Verdict.UNDECIDED;
            }
            if (next.verdict != Verdict.UNDECIDED) {
                return next.verdict;
            }
            state = next;
        }
        State last = next(state, EDGE);
        return last == null ? Verdict.UNDECIDED : last.verdict;
    }

    private @Nullable State next(State state, int symbol) {
        State known = state.next[symbol];
        return known == null ? make(state, symbol) : known;
    }

    private synchronized @Nullable State make(State state, int symbol) {
        if (work > WORK_MAX || states.size() > STATES_MAX) {
            return null;
        }
        State made = follow(state, symbol);
        State first = made.verdict == Verdict.UNDECIDED ? states.putIfAbsent(made, made) : null;
        state.next[symbol] = first == null ? made : first;
        return state.next[symbol];
    }

    /** Follows all ways that do not read, then those that read the symbol. */
    private State follow(State state, int symbol) {
        Context ahead = context(symbol);
        int size = program.operations().length;
        boolean[] seen = new boolean[size + 1];
        boolean[] reached = new boolean[size + 1];
        int[] stack = new int[2 * size + state.addresses.length + 2];
        int top = 0;
        for (int address : state.addresses) {
            stack[top++] = address;
        }
        while (top > 0) {
            int address = stack[--top];
            if (seen[address]) {
                continue;
            }
            seen[address] = true;
            work++;
            switch (program.operations()[address]) {
                case MATCH -> {
                    return FOUND;
                }
                case JUMP -> stack[top++] = program.first()[address];
                case SPLIT -> {
                    stack[top++] = program.first()[address];
                    stack[top++] = program.second()[address];
                }
                // A turn of a loop that reads nothing leads where the loop has been already.
                case SAVE, CLEAR, PROGRESS -> stack[top++] = address + 1;
                case START, END, WORD_BOUNDARY, NOT_WORD_BOUNDARY -> {
                    if (holds(program.operations()[address], state.behind, ahead)) {
                        stack[top++] = address + 1;
                    }
                }
                case LITERAL, ONE_OF, LITERAL_BACKWARD, ONE_OF_BACKWARD ->
                        reached[address + 1] |= symbol != EDGE && accepts(address, symbol);
                case LOOK, LOOK_NOT, REPEAT_TEXT, REPEAT_TEXT_BACKWARD ->
                        throw new IllegalStateException("the program is not supported");
            }
        }
        return symbol == EDGE ? NOT_FOUND : state(reached, ahead);
    }

    private State state(boolean[] reached, Context behind) {
        reached[0] |= !isAnchored;
        int count = 0;
        for (boolean each : reached) {
            count += each ? 1 : 0;
        }
        if (count == 0) {
            return NOT_FOUND;
        }
        int[] addresses = new int[count];
        int at = 0;
        for (int address = 0; address < reached.length; address++) {
            if (reached[address]) {
                addresses[at++] = address;
            }
        }
        return new State(addresses, hasBoundaries ? behind : Context.OTHER);
    }

    private static boolean isBoundary(Operation operation) {
        return switch (operation) {
            case START, END, WORD_BOUNDARY, NOT_WORD_BOUNDARY -> true;
            default -> false;
        };
    }

    private Context context(int symbol) {
        if (symbol == EDGE) {
            return Context.EDGE;
        }
        if (CharacterSet.isLineEnd(symbol)) {
            return Context.LINE_END;
        }
        return flags.word().contains(symbol) ? Context.WORD : Context.OTHER;
    }

    private boolean holds(Operation boundary, Context behind, Context ahead) {
        return switch (boundary) {
            case START -> isEdge(isBackward ? ahead : behind);
            case END -> isEdge(isBackward ? behind : ahead);
            case WORD_BOUNDARY -> (behind == Context.WORD) != (ahead == Context.WORD);
            default -> (behind == Context.WORD) == (ahead == Context.WORD);
        };
    }

    private boolean isEdge(Context context) {
        return context == Context.EDGE || flags.multiline() && context == Context.LINE_END;
    }

    private boolean accepts(int address, int c) {
        int operand = program.first()[address];
        return switch (program.operations()[address]) {
            case ONE_OF, ONE_OF_BACKWARD -> program.sets()[operand].contains(c);
            default ->
                    operand == (flags.ignoreCase() ? LetterCase.canonical(c, flags.unicode()) : c);
        };
    }
}
