package io.lokivector.engine.query.regex;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A compiled regular expression of the JavaScript dialect; immutable, for any number of threads.
 */
public final class ScriptPattern {
    private final String source;
    private final String flagText;
    private final PatternFlags flags;
    private final Program program;
    private final @Nullable String literal;
    private final Optional<String> literalBeginning;
    private final byte @Nullable [] literalBytes;
    private final @Nullable LazyAutomaton automaton;
    private final long stepsMax;

    private ScriptPattern(
            String source,
            String flagText,
            PatternFlags flags,
            PatternNode node,
            int captures,
            long stepsMax) {
        this.source = source;
        this.flagText = flagText;
        this.flags = flags;
        this.program = PatternCompiler.compile(node, flags, captures);
        this.literal = literal(node, flags);
        this.literalBeginning = literalBeginning(node, flags);
        this.literalBytes = literal == null ? null : bytes(literal);
        this.automaton = automaton(program, node, flags, captures);
        this.stepsMax = stepsMax;
    }

    /**
     * Compiles a pattern.
     *
     * @param flags any of {@code dgimsuy}, each at most once
     * @param stepsMax the work that one {@link #find} may do, about one character of the text each
     * @throws MalformedPatternException if the pattern or its flags are malformed, or the pattern
     *     is too large
     */
    public static ScriptPattern compile(String source, String flags, long stepsMax) {
        PatternFlags parsed = PatternFlags.parse(flags);
        PatternNode node = new PatternParser(source, parsed).parse();
        return new ScriptPattern(
                source, flags, parsed, node, CaptureNames.scan(source).count(), stepsMax);
    }

    /**
     * Whether the pattern matches somewhere in a text.
     *
     * @throws PatternTooCostlyException if that takes too many steps
     */
    public boolean find(String text) {
        if (literal != null) {
            return text.contains(literal);
        }
        return new PatternMachine(program, flags, text, stepsMax).find();
    }

    /**
     * The text with which every text begins that the pattern matches, if it is a pattern for the
     * beginning; for an index. There may be more that all of them begin with.
     */
    public Optional<String> literalBeginning() {
        return literalBeginning;
    }

    private static Optional<String> literalBeginning(PatternNode node, PatternFlags flags) {
        if (flags.ignoreCase() || flags.multiline() || flags.unicode()) {
            return Optional.empty();
        }
        if (!(node instanceof PatternNode.Sequence(var elements))
                || elements.isEmpty()
                || elements.getFirst() != PatternNode.Boundary.START) {
            return Optional.empty();
        }
        var text = new StringBuilder();
        for (PatternNode element : elements.subList(1, elements.size())) {
            if (!(element instanceof PatternNode.Literal(int character))) {
                break;
            }
            text.append((char) character);
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(text.toString());
    }

    /**
     * Whether the pattern matches somewhere in a text in UTF-8. Faster than with a decoded text, if
     * the text is ASCII.
     *
     * @throws PatternTooCostlyException if that takes too many steps
     */
    public boolean find(byte[] text, int from, int to) {
        if (literalBytes != null) {
            return contains(text, from, to, literalBytes);
        }
        LazyAutomaton.Verdict verdict =
                automaton == null
                        ? LazyAutomaton.Verdict.UNDECIDED
                        : automaton.find(text, from, to);
        return switch (verdict) {
            case FOUND -> true;
            case NOT_FOUND -> false;
            case UNDECIDED -> find(new String(text, from, to - from, StandardCharsets.UTF_8));
        };
    }

    private static boolean contains(byte[] text, int from, int to, byte[] part) {
        for (int i = from; i <= to - part.length; i++) {
            if (Arrays.equals(text, i, i + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }

    /** The text in UTF-8; null if it holds half of a surrogate pair, which has no form in it. */
    private static byte @Nullable [] bytes(String text) {
        boolean isWhole = text.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
        return isWhole ? text.getBytes(StandardCharsets.UTF_8) : null;
    }

    /**
     * From the end of the text, if every match reaches there: then most texts are ruled out soon.
     */
    private static @Nullable LazyAutomaton automaton(
            Program program, PatternNode node, PatternFlags flags, int captures) {
        if (!LazyAutomaton.supports(program)) {
            return null;
        }
        boolean isBackward =
                !flags.sticky()
                        && !flags.multiline()
                        && node instanceof PatternNode.Sequence(var elements)
                        && !elements.isEmpty()
                        && elements.getLast() == PatternNode.Boundary.END;
        if (isBackward) {
            Program backward = PatternCompiler.compileBackward(node, flags, captures);
            return new LazyAutomaton(backward, flags, true, true);
        }
        return new LazyAutomaton(program, flags, false, program.isAnchored(flags));
    }

    public String source() {
        return source;
    }

    /** The flags as they were given. */
    public String flags() {
        return flagText;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ScriptPattern that
                && source.equals(that.source)
                && flagText.equals(that.flagText)
                && stepsMax == that.stepsMax;
    }

    @Override
    public int hashCode() {
        return source.hashCode() * 31 + flagText.hashCode();
    }

    @Override
    public String toString() {
        return "/" + source + "/" + flagText;
    }

    /**
     * The text to search for if the pattern is nothing but that text: most patterns are, and need
     * no machine.
     */
    private static @Nullable String literal(PatternNode node, PatternFlags flags) {
        if (flags.ignoreCase() || flags.unicode() || flags.sticky()) {
            return null;
        }
        return switch (node) {
            case PatternNode.Literal(int character) -> Character.toString(character);
            case PatternNode.Sequence(var elements) -> {
                var text = new StringBuilder();
                for (PatternNode element : elements) {
                    if (!(element instanceof PatternNode.Literal(int character))) {
                        yield null;
                    }
                    text.append((char) character);
                }
                yield text.toString();
            }
            default -> null;
        };
    }
}
