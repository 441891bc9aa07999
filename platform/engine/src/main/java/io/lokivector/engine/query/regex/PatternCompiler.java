package io.lokivector.engine.query.regex;

import io.lokivector.engine.query.regex.PatternNode.Alternation;
import io.lokivector.engine.query.regex.PatternNode.BackReference;
import io.lokivector.engine.query.regex.PatternNode.Boundary;
import io.lokivector.engine.query.regex.PatternNode.Capture;
import io.lokivector.engine.query.regex.PatternNode.Literal;
import io.lokivector.engine.query.regex.PatternNode.Look;
import io.lokivector.engine.query.regex.PatternNode.OneOf;
import io.lokivector.engine.query.regex.PatternNode.Repeat;
import io.lokivector.engine.query.regex.PatternNode.Sequence;
import io.lokivector.engine.query.regex.Program.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Turns a parsed pattern into a {@link Program}. Counted repetitions are written out, so the size
 * limit also bounds them.
 */
final class PatternCompiler {
    private static final int INSTRUCTIONS_MAX = 10_000;

    private final PatternFlags flags;
    private final List<CharacterSet> sets = new ArrayList<>();
    private Operation[] operations = new Operation[64];
    private int[] first = new int[64];
    private int[] second = new int[64];
    private int size;
    private int registers;
    private boolean repeatsText;

    private PatternCompiler(PatternFlags flags, int captures) {
        this.flags = flags;
        this.registers = 2 * (captures + 1);
    }

    static Program compile(PatternNode node, PatternFlags flags, int captures) {
        return compile(node, flags, captures, false);
    }

    /** A program that reads from the end of a match to its start. */
    static Program compileBackward(PatternNode node, PatternFlags flags, int captures) {
        return compile(node, flags, captures, true);
    }

    private static Program compile(
            PatternNode node, PatternFlags flags, int captures, boolean backward) {
        var compiler = new PatternCompiler(flags, captures);
        compiler.emit(node, backward);
        compiler.add(Operation.MATCH, 0, 0);
        return new Program(
                Arrays.copyOf(compiler.operations, compiler.size),
                Arrays.copyOf(compiler.first, compiler.size),
                Arrays.copyOf(compiler.second, compiler.size),
                compiler.sets.toArray(CharacterSet[]::new),
                compiler.registers,
                compiler.repeatsText);
    }

    private int add(Operation operation, int a, int b) {
        if (size == INSTRUCTIONS_MAX) {
            throw new MalformedPatternException(
                    "needs more than " + INSTRUCTIONS_MAX + " instructions; repeat less");
        }
        if (size == operations.length) {
            operations = Arrays.copyOf(operations, 2 * size);
            first = Arrays.copyOf(first, 2 * size);
            second = Arrays.copyOf(second, 2 * size);
        }
        operations[size] = operation;
        first[size] = a;
        second[size] = b;
        return size++;
    }

    private void emit(PatternNode node, boolean backward) {
        switch (node) {
            case Literal(int character) -> {
                int c =
                        flags.ignoreCase()
                                ? LetterCase.canonical(character, flags.unicode())
                                : character;
                add(backward ? Operation.LITERAL_BACKWARD : Operation.LITERAL, c, 0);
            }
            case OneOf(CharacterSet set) -> {
                sets.add(set);
                add(backward ? Operation.ONE_OF_BACKWARD : Operation.ONE_OF, sets.size() - 1, 0);
            }
            case Sequence(List<PatternNode> elements) -> {
                for (PatternNode element : backward ? elements.reversed() : elements) {
                    emit(element, backward);
                }
            }
            case Alternation(List<PatternNode> branches) -> emitBranches(branches, backward);
            case Capture(int number, PatternNode body) -> {
                add(Operation.SAVE, 2 * number + (backward ? 1 : 0), 0);
                emit(body, backward);
                add(Operation.SAVE, 2 * number + (backward ? 0 : 1), 0);
            }
            case Repeat repeat -> emitRepeat(repeat, backward);
            case Look(PatternNode body, boolean behind, boolean negative) -> {
                int look = add(negative ? Operation.LOOK_NOT : Operation.LOOK, 0, 0);
                emit(body, behind);
                add(Operation.MATCH, 0, 0);
                first[look] = size;
            }
            case BackReference(int number) -> {
                repeatsText = true;
                add(backward ? Operation.REPEAT_TEXT_BACKWARD : Operation.REPEAT_TEXT, number, 0);
            }
            case Boundary boundary -> add(operation(boundary), 0, 0);
        }
    }

    private static Operation operation(Boundary boundary) {
        return switch (boundary) {
            case START -> Operation.START;
            case END -> Operation.END;
            case WORD -> Operation.WORD_BOUNDARY;
            case NOT_WORD -> Operation.NOT_WORD_BOUNDARY;
        };
    }

    private void emitBranches(List<PatternNode> branches, boolean backward) {
        List<Integer> exits = new ArrayList<>();
        for (PatternNode branch : branches.subList(0, branches.size() - 1)) {
            int split = add(Operation.SPLIT, 0, 0);
            first[split] = size;
            emit(branch, backward);
            exits.add(add(Operation.JUMP, 0, 0));
            second[split] = size;
        }
        emit(branches.getLast(), backward);
        for (int exit : exits) {
            first[exit] = size;
        }
    }

    private void emitRepeat(Repeat repeat, boolean backward) {
        for (int i = 0; i < repeat.min(); i++) {
            int before = size;
            emitBody(repeat, backward);
            if (size == before) {
                // A body without instructions reads nothing, however often it is repeated.
                return;
            }
        }
        if (repeat.max() == Repeat.UNBOUNDED) {
            int split = emitOptionalBody(repeat, backward);
            add(Operation.JUMP, split, 0);
            setExit(split, repeat, size);
            return;
        }
        List<Integer> splits = new ArrayList<>();
        for (int i = repeat.min(); i < repeat.max(); i++) {
            splits.add(emitOptionalBody(repeat, backward));
        }
        for (int split : splits) {
            setExit(split, repeat, size);
        }
    }

    /** One optional turn; a turn that reads nothing fails, else a loop could go on for ever. */
    private int emitOptionalBody(Repeat repeat, boolean backward) {
        int split = add(Operation.SPLIT, 0, 0);
        int body = size;
        boolean mayBeEmpty = mayBeEmpty(repeat.body());
        int register = mayBeEmpty ? registers++ : 0;
        if (mayBeEmpty) {
            add(Operation.SAVE, register, 0);
        }
        emitBody(repeat, backward);
        if (mayBeEmpty) {
            add(Operation.PROGRESS, register, 0);
        }
        if (repeat.greedy()) {
            first[split] = body;
        } else {
            second[split] = body;
        }
        return split;
    }

    private void setExit(int split, Repeat repeat, int address) {
        if (repeat.greedy()) {
            second[split] = address;
        } else {
            first[split] = address;
        }
    }

    private void emitBody(Repeat repeat, boolean backward) {
        if (repeat.lastCapture() >= repeat.firstCapture()) {
            add(Operation.CLEAR, 2 * repeat.firstCapture(), 2 * repeat.lastCapture() + 2);
        }
        emit(repeat.body(), backward);
    }

    private static boolean mayBeEmpty(PatternNode node) {
        return switch (node) {
            case Literal _, OneOf _ -> false;
            case Sequence(List<PatternNode> elements) ->
                    elements.stream().allMatch(PatternCompiler::mayBeEmpty);
            case Alternation(List<PatternNode> branches) ->
                    branches.stream().anyMatch(PatternCompiler::mayBeEmpty);
            case Capture(_, PatternNode body) -> mayBeEmpty(body);
            case Repeat repeat -> repeat.min() == 0 || mayBeEmpty(repeat.body());
            case Look _, BackReference _, Boundary _ -> true;
        };
    }
}
