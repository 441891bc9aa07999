package io.lokivector.engine.query.regex;

import org.jspecify.annotations.Nullable;

/** Reads a bracketed set such as {@code [^a-z\d]}, after its opening bracket. */
final class BracketParser {
    private final PatternText text;
    private final PatternFlags flags;
    private final EscapeParser escapes;

    BracketParser(PatternText text, PatternFlags flags, EscapeParser escapes) {
        this.text = text;
        this.flags = flags;
        this.escapes = escapes;
    }

    CharacterSet parse() {
        boolean negated = text.take("^");
        var members = new CharacterSet.Builder();
        while (!text.take("]")) {
            if (text.atEnd()) {
                throw text.malformed("a set is not closed");
            }
            item(members);
        }
        CharacterSet set = members.build();
        if (flags.ignoreCase()) {
            set = set.ignoringCase(flags.unicode());
        }
        return negated ? set.complement() : set;
    }

    private void item(CharacterSet.Builder members) {
        CharacterSet set = setEscape();
        int first = set == null ? character() : 0;
        boolean range = text.lookingAt("-") && !text.lookingAt("-]");
        if (!range) {
            add(members, set, first);
            return;
        }
        text.next();
        CharacterSet lastSet = setEscape();
        int last = lastSet == null ? character() : 0;
        if (set != null || lastSet != null) {
            if (flags.unicode()) {
                throw text.malformed("a range needs two characters");
            }
            add(members, set, first);
            members.addRange('-', '-');
            add(members, lastSet, last);
            return;
        }
        if (first > last) {
            throw text.malformed("a range is out of order");
        }
        members.addRange(first, last);
    }

    private static void add(
            CharacterSet.Builder members, @Nullable CharacterSet set, int character) {
        if (set != null) {
            members.addSet(set);
        } else {
            members.addRange(character, character);
        }
    }

    private @Nullable CharacterSet setEscape() {
        int mark = text.mark();
        CharacterSet set = text.take("\\") ? escapes.set() : null;
        if (set == null) {
            text.reset(mark);
        }
        return set;
    }

    private int character() {
        if (text.take("\\")) {
            if (text.take("b")) {
                return '\b';
            }
            return text.take("-") ? '-' : escapes.character();
        }
        int c = text.next();
        if (c == PatternText.END) {
            throw text.malformed("a set is not closed");
        }
        return c;
    }
}
