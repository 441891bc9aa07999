package io.lokivector.tck.conformance;

/**
 * What is observed here where the original contradicts itself: by recording and step, counted from
 * 0. Steps that are not named are observed as recorded.
 *
 * <p>All but one of these recordings are marked as contradictions. The one is {@code fp-view-002},
 * in which a view without filters is empty only because it is persistent ({@code fp-view-001} has
 * all documents).
 */
final class FeatureDecisions {
    private static final Decisions DECISIONS = new Decisions();

    private FeatureDecisions() {}

    private static void decide(String recording, int step, String expected) {
        DECISIONS.decide(recording, step, expected);
    }

    static {
        // Unique values are alike if they are equal: 1 is not "1", and lists equal nothing.
        decide("fkp-unique-008", 2, "{'result': {'email': '1', '$loki': 2}}");
        decide("fkp-unique-008", 4, "{'result': {'email': 'true', '$loki': 4}}");
        decide("fkp-unique-008", 6, "{'result': {'email': '1,2', '$loki': 6}}");
        decide("fkp-unique-008", 7, "{'ids': [1, 2, 3, 4, 5, 6]}");
        // What a refused document would have had stays free.
        decide("fkp-unique-009", 3, "{'result': {'a': 2, 'b': 3, '$loki': 3}}");
        decide("fkp-unique-009", 4, "{'ids': [1, 3]}");
        // A value that comes back is unique again.
        decide(
                "fkp-unique-010",
                5,
                "{'result': {'name': 'Ann', 'age': 30, 'email': 'ann@x', '$loki': 1}}");
        decide("fkp-unique-010", 6, "{'error': 'Duplicate key for property email: ann@x'}");
        // Unique on a path is enforced.
        decide("fkp-unique-011", 2, "{'error': 'Duplicate key for property a.b: 1'}");
        decide("fkp-unique-011", 3, "{'ids': [1]}");
        // The database keeps meta, whether or not a new version brings it.
        decide("fkp-meta-006", 2, "{'result': {'v': 2, '$loki': 1}}");
        decide(
                "fkp-meta-006",
                3,
                "{'result': {'v': 2, '$loki': 1, 'meta': {'created': '<ts>', 'revision': 1,"
                        + " 'updated': '<ts>', 'version': 0}}}");
        // meta: null is no meta; any other than an object is refused, and uses up no id.
        decide("fkp-meta-007", 1, "{'result': {'$loki': 1}}");
        decide("fkp-meta-007", 2, "{'count': 1}");
        decide("fkp-meta-007", 5, "{'result': {'a': 1, '$loki': 2}}");
        // A list is no document, and leaves nothing.
        decide("fkp-meta-008", 2, "{'count': 0}");
        decide("fkp-meta-008", 3, "{'ids': []}");
        // Parameters change nothing but themselves.
        decide("fkp-transform-params-003", 2, "{'ids': [1, 2, 3, 4, 5]}");
        decide("fkp-transform-params-004", 2, "{'ids': [1, 2]}");
        decide("fkp-transform-params-004", 4, "{'ids': [1, 2, 3, 4, 5]}");
        // Whether its result is kept changes no view; the original's is empty until the first
        // write.
        decide("fp-view-002", 3, "{'ids': [1, 2, 3, 4, 5]}");
        // A cleared collection keeps its views, which are empty then.
        decide("fkp-view-003", 5, "{'ids': []}");
        // Only own keys are fields, and keys of joins are paths.
        decide(
                "fkp-join-002",
                2,
                "{'result': [{'left': {'who': 'constructor', '$loki': 1}, 'right': {}, '$loki':"
                        + " 1}]}");
        decide(
                "fkp-join-002",
                3,
                "{'result': [{'left': {'who': 'constructor', '$loki': 1}, 'right': {}, '$loki':"
                        + " 1}]}");
        // There is no average of nothing.
        for (final String nothing : new String[] {"011", "012", "013", "014", "015", "018"}) {
            decide("fkp-stats-" + nothing, 1, "{'result': null}");
        }
        // Statistics of numbers are about values that are numbers, 0 among them.
        decide("fkp-stats-019", 2, "{'result': 3.3333333333333335}");
        decide("fkp-stats-021", 2, "{'result': [0, 5, 5]}");
        decide("fkp-stats-023", 2, "{'result': 0}");
        decide("fkp-stats-024", 2, "{'result': 5}");
    }

    /** A recording with what is to be observed here. */
    static Recorded decided(Recorded recording) {
        return DECISIONS.decided(recording);
    }
}
