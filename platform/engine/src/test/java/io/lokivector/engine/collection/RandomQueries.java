package io.lokivector.engine.collection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Documents and queries over few fields and values that are hard to tell apart. */
final class RandomQueries {
    private static final String LONG = "l".repeat(270);
    private static final List<@Nullable Object> VALUES =
            Arrays.asList(
                    null,
                    true,
                    false,
                    "",
                    0,
                    -1,
                    1,
                    2,
                    10,
                    10.5,
                    "10",
                    "1e1",
                    " 10 ",
                    "Infinity",
                    "Inf",
                    9007199254740993L,
                    9007199254740992.0,
                    "9007199254740993",
                    "abc",
                    "abd",
                    "ab\u0000c",
                    "b",
                    "é",
                    "undefined",
                    "[object Object]",
                    LONG + "a",
                    LONG + "b",
                    LONG);
    private static final List<String> FIELDS =
            List.of("a", "a", "b", "b", "c", "o.x", "o.0", "o.length", "d");

    private final RandomGenerator random;

    RandomQueries(RandomGenerator random) {
        this.random = random;
    }

    private @Nullable Object scalar() {
        return VALUES.get(random.nextInt(VALUES.size()));
    }

    private @Nullable Object value() {
        return switch (random.nextInt(12)) {
            case 0 -> List.of(10);
            case 1 -> List.of();
            case 2 -> List.of("abc");
            case 3 -> Map.of("x", 1);
            default -> scalar();
        };
    }

    /** A document. */
    Map<String, @Nullable Object> document() {
        final Map<String, @Nullable Object> document = new LinkedHashMap<>();
        for (final String field : List.of("a", "b", "c")) {
            if (random.nextInt(8) > 0) {
                document.put(field, random.nextInt(3) == 0 ? random.nextInt(4) : value());
            }
        }
        switch (random.nextInt(7)) {
            case 0 -> {}
            case 1 -> document.put("o", value());
            case 2 -> document.put("o", Arrays.asList(item(), item(), value()));
            case 3 -> document.put("o", List.of(Arrays.asList(scalar(), scalar())));
            case 4 -> document.put("o", List.of());
            default -> document.put("o", item());
        }
        return document;
    }

    private Map<String, @Nullable Object> item() {
        final Map<String, @Nullable Object> item = new LinkedHashMap<>();
        if (random.nextInt(5) > 0) {
            item.put("x", random.nextBoolean() ? random.nextInt(4) : value());
        }
        if (random.nextInt(5) > 3) {
            item.put("0", value());
        }
        return item;
    }

    /** A query. */
    Map<String, @Nullable Object> query() {
        return query(2);
    }

    private Map<String, @Nullable Object> query(int depth) {
        final Map<String, @Nullable Object> query = new LinkedHashMap<>();
        final int parts = 1 + random.nextInt(3);
        for (int i = 0; i < parts; i++) {
            final int kind = random.nextInt(depth == 0 ? 6 : 10);
            if (kind == 9 || kind == 8) {
                final List<Object> branches = new ArrayList<>();
                for (int branch = random.nextInt(3); branch >= 0; branch--) {
                    branches.add(query(depth - 1));
                }
                query.put(kind == 9 ? "$or" : "$and", branches);
            } else if (kind == 0 && random.nextInt(4) == 0) {
                query.put(
                        "$loki",
                        random.nextBoolean()
                                ? random.nextInt(70)
                                : Map.of("$in", List.of(3, 1, 99, 1)));
            } else {
                final String field = FIELDS.get(random.nextInt(FIELDS.size()));
                query.put(field, random.nextInt(4) == 0 ? scalar() : test(2));
            }
        }
        return query;
    }

    private Map<String, @Nullable Object> test(int depth) {
        final Map<String, @Nullable Object> test = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            switch (random.nextInt(depth == 0 ? 9 : 12)) {
                case 0 -> test.put(one("$eq", "$ne", "$dteq", "$aeq"), value());
                case 1, 2 -> test.put(one("$gt", "$gte", "$lt", "$lte"), value());
                case 3 -> test.put(one("$jgt", "$jgte", "$jlt", "$jlte"), value());
                case 4 -> test.put(one("$between", "$jbetween"), Arrays.asList(scalar(), scalar()));
                case 5 -> test.put(one("$in", "$nin"), Arrays.asList(value(), scalar(), 1));
                case 6 -> test.put("$exists", random.nextBoolean());
                case 7 -> test.put("$regex", one("^ab", "^1", "^un", "^I", "^l{3}", "b", "^llll"));
                case 8 -> test.put("$type", one("string", "number"));
                case 9 -> test.put("$not", test(depth - 1));
                default -> test.put(one("$or", "$and"), List.of(test(depth - 1), test(depth - 1)));
            }
        }
        return test;
    }

    private String one(String... names) {
        return names[random.nextInt(names.length)];
    }
}
