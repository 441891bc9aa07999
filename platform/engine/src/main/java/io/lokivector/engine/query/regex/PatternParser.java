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
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the source of a pattern: ECMA-262, section 22.2.1, with the web's leniency of its Annex B
 * when flag {@code u} is absent.
 */
final class PatternParser {
    /** Parsing and compiling recurse once per open group. */
    private static final int GROUP_DEPTH_MAX = 100;

    private final PatternText text;
    private final PatternFlags flags;
    private final CaptureNames names;
    private final EscapeParser escapes;
    private final BracketParser brackets;
    private int captures;
    private int depth;

    PatternParser(String source, PatternFlags flags) {
        this.text = new PatternText(source, flags.unicode());
        this.flags = flags;
        this.names = CaptureNames.scan(source);
        this.escapes = new EscapeParser(text, flags);
        this.brackets = new BracketParser(text, flags, escapes);
    }

    PatternNode parse() {
        PatternNode node = alternation();
        if (!text.atEnd()) {
            throw text.malformed("unmatched ')'");
        }
        return node;
    }

    private PatternNode alternation() {
        List<PatternNode> branches = new ArrayList<>();
        do {
            branches.add(sequence());
        } while (text.take("|"));
        return branches.size() == 1 ? branches.getFirst() : new Alternation(branches);
    }

    private PatternNode sequence() {
        List<PatternNode> elements = new ArrayList<>();
        while (!text.atEnd() && text.peek() != '|' && text.peek() != ')') {
            int before = captures;
            elements.add(quantified(term(), before));
        }
        return elements.size() == 1 ? elements.getFirst() : new Sequence(elements);
    }

    private PatternNode term() {
        int mark = text.mark();
        int c = text.next();
        return switch (c) {
            case '^' -> Boundary.START;
            case '$' -> Boundary.END;
            case '(' -> group();
            case '.' -> new OneOf(flags.dotAll() ? CharacterSet.ANY : CharacterSet.NOT_LINE_END);
            case '[' -> new OneOf(brackets.parse());
            case '\\' -> escape();
            case '*', '+', '?' -> throw text.malformed("nothing to repeat");
            case '{' -> brace(mark);
            case '}', ']' -> {
                if (flags.unicode()) {
                    throw text.malformed("lone bracket");
                }
                yield new Literal(c);
            }
            default -> new Literal(c);
        };
    }

    private PatternNode brace(int mark) {
        text.reset(mark);
        if (flags.unicode() || bounds() != null) {
            throw text.malformed("nothing to repeat");
        }
        text.next();
        return new Literal('{');
    }

    private PatternNode group() {
        if (++depth > GROUP_DEPTH_MAX) {
            throw text.malformed("more than " + GROUP_DEPTH_MAX + " groups inside each other");
        }
        PatternNode node = openGroup();
        depth--;
        return node;
    }

    private PatternNode openGroup() {
        if (text.take("?:")) {
            PatternNode body = closed();
            // Inside a group even a boundary may be repeated.
            return body instanceof Boundary || body instanceof Look
                    ? new Sequence(List.of(body))
                    : body;
        }
        if (text.take("?=")) {
            return new Look(closed(), false, false);
        }
        if (text.take("?!")) {
            return new Look(closed(), false, true);
        }
        if (text.take("?<=")) {
            return new Look(closed(), true, false);
        }
        if (text.take("?<!")) {
            return new Look(closed(), true, true);
        }
        if (text.take("?<")) {
            String name = text.takeUntil('>');
            if (name == null || !isName(name)) {
                throw text.malformed("a group name is malformed");
            }
        } else if (text.lookingAt("?")) {
            throw text.malformed("unknown kind of group");
        }
        int number = ++captures;
        return new Capture(number, closed());
    }

    private PatternNode closed() {
        PatternNode body = alternation();
        if (!text.take(")")) {
            throw text.malformed("a group is not closed");
        }
        return body;
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && (Character.isUnicodeIdentifierStart(name.codePointAt(0))
                        || "$_".indexOf(name.charAt(0)) >= 0)
                && name.codePoints()
                        .allMatch(c -> Character.isUnicodeIdentifierPart(c) || c == '$');
    }

    private PatternNode escape() {
        if (text.take("b")) {
            return Boundary.WORD;
        }
        if (text.take("B")) {
            return Boundary.NOT_WORD;
        }
        CharacterSet set = escapes.set();
        if (set != null) {
            return new OneOf(set);
        }
        if (text.lookingAt("k") && (flags.unicode() || names.anyNamed())) {
            return namedReference();
        }
        int digit = text.peek();
        if (digit >= '1' && digit <= '9') {
            int mark = text.mark();
            int number = text.takeDecimal();
            if (number <= names.count()) {
                return new BackReference(number);
            }
            if (flags.unicode()) {
                throw text.malformed("there is no group " + number);
            }
            text.reset(mark);
        }
        return new Literal(escapes.character());
    }

    private PatternNode namedReference() {
        String name = text.take("k<") ? text.takeUntil('>') : null;
        Integer number = name == null ? null : names.number(name);
        if (number == null) {
            throw text.malformed("\\k names no group");
        }
        return new BackReference(number);
    }

    private PatternNode quantified(PatternNode atom, int capturesBefore) {
        int[] bounds = bounds();
        if (bounds == null) {
            return atom;
        }
        boolean lenientLook = atom instanceof Look look && !look.behind() && !flags.unicode();
        if (atom instanceof Boundary || (atom instanceof Look && !lenientLook)) {
            throw text.malformed("nothing to repeat");
        }
        if (bounds[0] > bounds[1]) {
            throw text.malformed("the numbers of a repetition are out of order");
        }
        boolean greedy = !text.take("?");
        return new Repeat(atom, bounds[0], bounds[1], greedy, capturesBefore + 1, captures);
    }

    /** The least and greatest count of a quantifier; null and no move if none follows. */
    private int @Nullable [] bounds() {
        if (text.take("*")) {
            return new int[] {0, Repeat.UNBOUNDED};
        }
        if (text.take("+")) {
            return new int[] {1, Repeat.UNBOUNDED};
        }
        if (text.take("?")) {
            return new int[] {0, 1};
        }
        int mark = text.mark();
        if (text.take("{")) {
            int min = text.takeDecimal();
            int max = min;
            if (min >= 0 && text.take(",")) {
                max = text.lookingAt("}") ? Repeat.UNBOUNDED : text.takeDecimal();
            }
            if (min >= 0 && max >= 0 && text.take("}")) {
                return new int[] {min, max};
            }
        }
        text.reset(mark);
        return null;
    }
}
