package io.lokivector.engine.query.regex;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One run of a {@link Program} over one text; for one thread and one use.
 *
 * <p>A backtracking machine that keeps its choices on a stack of its own, so that no text can
 * exhaust the thread's stack. Outside look-arounds, and without back references, whether a match
 * follows from an (address, position) pair does not depend on how it was reached; each such choice
 * is tried once (the "bit-state" method of RE2), which makes the run linear.
 */
final class PatternMachine {
    private final Program program;
    private final PatternFlags flags;
    private final String text;
    private final long stepsMax;
    private final int[] registers;
    private final @Nullable VisitedStates visited;
    private int[] stack = new int[64];
    private int top;
    private long steps;

    PatternMachine(Program program, PatternFlags flags, String text, long stepsMax) {
        this.program = program;
        this.flags = flags;
        this.text = text;
        this.stepsMax = stepsMax;
        this.registers = new int[program.registers()];
        this.visited =
                program.repeatsText()
                        ? null
                        : new VisitedStates(program.operations().length, text.length() + 1);
    }

    /** Whether the pattern matches somewhere in the text. */
    boolean find() {
        boolean onlyAtStart = program.isAnchored(flags);
        for (int start = 0; start <= text.length(); start++) {
            if (flags.unicode() && insidePair(start)) {
                continue;
            }
            Arrays.fill(registers, -1);
            if (run(0, start, visited)) {
                return true;
            }
            if (onlyAtStart) {
                return false;
            }
        }
        return false;
    }

    private boolean insidePair(int position) {
        return position > 0
                && position < text.length()
                && Character.isSurrogatePair(text.charAt(position - 1), text.charAt(position));
    }

    /**
     * Runs from an address to {@code MATCH}. On success the choices made are final and registers
     * stay set.
     */
    private boolean run(int startAddress, int startPosition, @Nullable VisitedStates remember) {
        int base = top;
        int address = startAddress;
        int position = startPosition;
        while (true) {
            count(1);
            boolean tracks = remember == null;
            int a = program.first()[address];
            int next = address + 1;
            switch (program.operations()[address]) {
                case MATCH -> {
                    forgetChoices(base);
                    return true;
                }
                case JUMP -> next = a;
                case SPLIT -> {
                    if (remember == null || remember.add(address, position)) {
                        push(program.second()[address], position);
                        next = a;
                    } else {
                        position = -1;
                    }
                }
                case LITERAL, ONE_OF -> position = forward(address, position);
                case LITERAL_BACKWARD, ONE_OF_BACKWARD -> position = backward(address, position);
                case START, END, WORD_BOUNDARY, NOT_WORD_BOUNDARY -> {
                    position = holds(program.operations()[address], position) ? position : -1;
                }
                case SAVE -> {
                    if (tracks) {
                        set(a, position);
                    }
                }
                case CLEAR -> {
                    if (tracks) {
                        clear(a, program.second()[address]);
                    }
                }
                case PROGRESS -> position = tracks && registers[a] == position ? -1 : position;
                case REPEAT_TEXT -> position = repeat(a, position, false);
                case REPEAT_TEXT_BACKWARD -> position = repeat(a, position, true);
                case LOOK -> {
                    position = run(address + 1, position, null) ? position : -1;
                    next = a;
                }
                case LOOK_NOT -> {
                    position = fails(address + 1, position) ? position : -1;
                    next = a;
                }
            }
            address = next;
            if (position < 0) {
                if (!backtrack(base)) {
                    return false;
                }
                position = stack[--top];
                address = stack[--top];
            }
        }
    }

    private boolean fails(int address, int position) {
        int choices = top;
        boolean found = run(address, position, null);
        undo(choices);
        return !found;
    }

    private void count(int more) {
        steps += more;
        if (steps > stepsMax) {
            throw new PatternTooCostlyException(
                    "a pattern needs more than "
                            + stepsMax
                            + " steps on a text of "
                            + text.length()
                            + " characters");
        }
    }

    private void push(int address, int position) {
        if (top + 2 > stack.length) {
            stack = Arrays.copyOf(stack, 2 * stack.length);
        }
        stack[top++] = address;
        stack[top++] = position;
    }

    /** Sets a register; what it held goes onto the stack, marked by a negative address. */
    private void set(int register, int value) {
        push(~register, registers[register]);
        registers[register] = value;
    }

    private void clear(int firstRegister, int afterLast) {
        for (int register = firstRegister; register < afterLast; register++) {
            set(register, -1);
        }
    }

    /** Undoes registers down to the latest choice of this run; whether there is one. */
    private boolean backtrack(int base) {
        while (top > base) {
            int address = stack[top - 2];
            if (address >= 0) {
                return true;
            }
            registers[~address] = stack[top - 1];
            top -= 2;
        }
        return false;
    }

    private void undo(int base) {
        while (backtrack(base)) {
            top -= 2;
        }
    }

    /** Drops the choices of a run but keeps what is needed to undo its registers. */
    private void forgetChoices(int base) {
        int kept = base;
        for (int i = base; i < top; i += 2) {
            if (stack[i] < 0) {
                stack[kept] = stack[i];
                stack[kept + 1] = stack[i + 1];
                kept += 2;
            }
        }
        top = kept;
    }

    private int forward(int address, int position) {
        if (position >= text.length()) {
            return -1;
        }
        int c = flags.unicode() ? text.codePointAt(position) : text.charAt(position);
        return accepts(address, c) ? position + Character.charCount(c) : -1;
    }

    private int backward(int address, int position) {
        if (position == 0) {
            return -1;
        }
        int c = flags.unicode() ? text.codePointBefore(position) : text.charAt(position - 1);
        return accepts(address, c) ? position - Character.charCount(c) : -1;
    }

    private boolean accepts(int address, int c) {
        int operand = program.first()[address];
        return switch (program.operations()[address]) {
            case ONE_OF, ONE_OF_BACKWARD -> program.sets()[operand].contains(c);
            default ->
                    operand == (flags.ignoreCase() ? LetterCase.canonical(c, flags.unicode()) : c);
        };
    }

    private boolean holds(Program.Operation boundary, int position) {
        return switch (boundary) {
            case START ->
                    position == 0
                            || (flags.multiline()
                                    && CharacterSet.isLineEnd(text.charAt(position - 1)));
            case END ->
                    position == text.length()
                            || (flags.multiline() && CharacterSet.isLineEnd(text.charAt(position)));
            case WORD_BOUNDARY -> isWord(position - 1) != isWord(position);
            default -> isWord(position - 1) == isWord(position);
        };
    }

    private boolean isWord(int index) {
        return index >= 0 && index < text.length() && flags.word().contains(text.charAt(index));
    }

    /** Reads a capture's text again; a capture that took no part matches the empty text. */
    private int repeat(int capture, int position, boolean backward) {
        int start = registers[2 * capture];
        int end = registers[2 * capture + 1];
        if (start < 0 || end < 0) {
            return position;
        }
        int length = end - start;
        int from = backward ? position - length : position;
        if (from < 0 || from + length > text.length()) {
            return -1;
        }
        count(length);
        for (int i = 0; i < length; i++) {
            if (!sameCharacter(text.charAt(start + i), text.charAt(from + i))) {
                return -1;
            }
        }
        return backward ? from : from + length;
    }

    private boolean sameCharacter(char a, char b) {
        return a == b
                || (flags.ignoreCase()
                        && LetterCase.canonical(a, flags.unicode())
                                == LetterCase.canonical(b, flags.unicode()));
    }
}
