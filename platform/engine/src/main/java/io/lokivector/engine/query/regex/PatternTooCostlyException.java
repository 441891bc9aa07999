package io.lokivector.engine.query.regex;

/** A match was given up because it needed more steps than a match may take. */
public final class PatternTooCostlyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String problem;

    PatternTooCostlyException(String problem) {
        super(problem);
        this.problem = problem;
    }

    /** What is wrong, for people. */
    public String problem() {
        return problem;
    }
}
