package io.lokivector.engine.query.regex;

/**
 * A pattern or its flags are not a regular expression of the JavaScript dialect, or exceed a limit.
 */
public final class MalformedPatternException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String problem;

    MalformedPatternException(String problem) {
        super(problem);
        this.problem = problem;
    }

    /** What is wrong, for people. */
    public String problem() {
        return problem;
    }
}
