package io.lokivector.engine.query.regex;

/**
 * The flags of a pattern.
 *
 * @param ignoreCase {@code i}: letters match in both cases
 * @param multiline {@code m}: {@code ^} and {@code $} also match at line ends
 * @param dotAll {@code s}: {@code .} also matches line ends
 * @param unicode {@code u}: characters are code points rather than UTF-16 units
 * @param sticky {@code y}: a match must begin at the start of the text
 */
record PatternFlags(
        boolean ignoreCase, boolean multiline, boolean dotAll, boolean unicode, boolean sticky) {

    private static final String KNOWN = "dgimsuy";

    /**
     * {@code d} and {@code g} are accepted and change nothing: a test keeps no position between
     * texts.
     */
    static PatternFlags parse(String flags) {
        for (int i = 0; i < flags.length(); i++) {
            char flag = flags.charAt(i);
            if (KNOWN.indexOf(flag) < 0) {
                throw new MalformedPatternException("unknown flag '" + flag + "'");
            }
            if (flags.indexOf(flag, i + 1) >= 0) {
                throw new MalformedPatternException("flag '" + flag + "' is given twice");
            }
        }
        return new PatternFlags(
                flags.contains("i"),
                flags.contains("m"),
                flags.contains("s"),
                flags.contains("u"),
                flags.contains("y"));
    }

    /** The characters of words, for {@code \w} and {@code \b}. */
    CharacterSet word() {
        return ignoreCase && unicode ? CharacterSet.WORD_IGNORING_CASE : CharacterSet.WORD;
    }
}
