package io.lokivector.engine.collection;

/**
 * What the steps of a plan cost, compared with each other.
 *
 * @param key to take one key from an index, and sort its slot among the others
 * @param candidate to look at one document that an index has found
 * @param scanned to look at one document among all, in their order
 */
record PlanCosts(double key, double candidate, double scanned) {
    /** As measured: beyond about half of all documents it is faster to look at them in order. */
    static PlanCosts measured() {
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
