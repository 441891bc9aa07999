package io.lokivector.engine.query;

/**
 * How much a client may ask for in one query, sort or update.
 *
 * @param depthMax how deep operators, lists and objects may stand inside each other
 * @param conditionsMax how many fields and operators a query may hold
 * @param listLengthMax how many elements a list operand may hold
 * @param pathSegmentsMax how many segments a dotted path may have
 * @param sortKeysMax how many properties a sort may name
 * @param patternLengthMax how many characters a regular expression may have
 * @param patternStepsMax how many steps a regular expression may take on one value
 */
public record QueryLimits(
        int depthMax,
        int conditionsMax,
        int listLengthMax,
        int pathSegmentsMax,
        int sortKeysMax,
        int patternLengthMax,
        long patternStepsMax) {

    private static final QueryLimits STANDARD =
            new QueryLimits(64, 10_000, 100_000, 64, 32, 1_000, 5_000_000);

    /** Checks that every limit allows something. */
    public QueryLimits {
        requirePositive(depthMax, "depthMax");
        requirePositive(conditionsMax, "conditionsMax");
        requirePositive(listLengthMax, "listLengthMax");
        requirePositive(pathSegmentsMax, "pathSegmentsMax");
        requirePositive(sortKeysMax, "sortKeysMax");
        requirePositive(patternLengthMax, "patternLengthMax");
        requirePositive(patternStepsMax, "patternStepsMax");
    }

    /** Generous for people and programs, small for a machine. */
    public static QueryLimits standard() {
        return STANDARD;
    }

    private static void requirePositive(long limit, String name) {
        if (limit < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, but is " + limit);
        }
    }
}
