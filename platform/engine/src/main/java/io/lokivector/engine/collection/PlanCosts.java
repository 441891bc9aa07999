package io.lokivector.engine.collection;

/**
 * What the steps of a plan cost, compared with each other.
 *
 * @param key to take one key from an index, and sort its slot among the others
 * @param candidate to look at one document that an index has found
 * @param scanned to look at one document among all, in their order
 */
record PlanCosts(double key, double candidate, double scanned) {
    /** Estimates, not measurements: from about half of all documents on it is cheaper to scan. */
    static PlanCosts estimated() {
        return new PlanCosts(1, 10, 6);
    }

    double fullScan(long documents) {
        return documents * scanned;
    }

    /** Of taking keys, and looking at what they lead to unless that is known to match. */
    double access(double keys, double documents, boolean isExact) {
        return keys * key + (isExact ? 0 : documents * candidate);
    }
}
