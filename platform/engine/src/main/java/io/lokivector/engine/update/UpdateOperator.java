package io.lokivector.engine.update;

import org.jspecify.annotations.Nullable;

/** What an update can do to fields, in the order in which it is done. */
enum UpdateOperator {
    SET_ON_INSERT("$setOnInsert"),
    SET("$set"),
    INC("$inc"),
    MUL("$mul"),
    MIN("$min"),
    MAX("$max"),
    UNSET("$unset"),
    RENAME("$rename"),
    PUSH("$push"),
    ADD_TO_SET("$addToSet"),
    PULL("$pull"),
    POP("$pop");

    private final String symbol;

    UpdateOperator(String symbol) {
        this.symbol = symbol;
    }

    String symbol() {
        return symbol;
    }

    static @Nullable UpdateOperator of(@Nullable Object symbol) {
        for (UpdateOperator operator : values()) {
            if (operator.symbol.equals(symbol)) {
                return operator;
            }
        }
        return null;
    }
}
