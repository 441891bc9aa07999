package io.lokivector.engine.query;

/**
 * How much of the limits one request has used up while it is parsed; for one thread and one use.
 */
final class ParseBudget {
    private final QueryLimits limits;
    private int conditions;
    private int depth;

    ParseBudget(QueryLimits limits) {
        this.limits = limits;
    }

    QueryLimits limits() {
        return limits;
    }

    void countCondition(String path) {
        if (++conditions > limits.conditionsMax()) {
            throw BadRequest.at(
                    path, "a query holds at most " + limits.conditionsMax() + " conditions");
        }
    }

    void enter(String path) {
        if (++depth > limits.depthMax()) {
            throw BadRequest.at(path, "nested more than " + limits.depthMax() + " deep");
        }
    }

    void leave() {
        depth--;
    }

    void checkLength(int length, String path) {
        if (length > limits.listLengthMax()) {
            throw BadRequest.at(
                    path, "a list holds at most " + limits.listLengthMax() + " elements");
        }
    }
}
