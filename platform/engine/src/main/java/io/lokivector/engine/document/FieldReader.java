package io.lokivector.engine.document;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads encoded fields and values. */
final class FieldReader {
    private static final int ABSENT = -1;

    private final byte[] body;
    private final FieldNames names;

    FieldReader(byte[] body, FieldNames names) {
        this.body = body;
        this.names = names;
    }

    byte[] body() {
        return body;
    }

    /** A nested object, decoded where it is looked at. */
    private final class NestedObject extends AbstractMap<String, @Nullable Object> {
        private final int fieldsAt;

        NestedObject(int fieldsAt) {
            this.fieldsAt = fieldsAt;
        }

        @Override
        public @Nullable Object get(@Nullable Object key) {
            final int at = find(fieldsAt, key);
            return at == ABSENT ? null : value(new ByteReader(body, at), Vectors.none(), "");
        }

        @Override
        public boolean containsKey(@Nullable Object key) {
            return find(fieldsAt, key) != ABSENT;
        }

        @Override
        public int size() {
            return (int) new ByteReader(body, fieldsAt).readVarint();
        }

        @Override
        public Set<Map.Entry<String, @Nullable Object>> entrySet() {
            return new AbstractSet<>() {
                @Override
                public Iterator<Map.Entry<String, @Nullable Object>> iterator() {
                    return fields(fieldsAt, Vectors.none());
                }

                @Override
                public int size() {
                    return NestedObject.this.size();
                }
            };
        }
    }

    /** Where the value of a field is, or -1. */
    int find(int fieldsAt, @Nullable Object key) {
        if (!(key instanceof final String wanted)) {
            return ABSENT;
        }
        final int wantedNumber = names.find(wanted);
        final ByteReader in = new ByteReader(body, fieldsAt);
        for (long left = in.readVarint(); left > 0; left--) {
            final int number = (int) in.readVarint();
            final boolean found =
                    number == 0 ? in.readText().equals(wanted) : number == wantedNumber;
            if (found) {
                return in.position();
            }
            skipValue(in);
        }
        return ABSENT;
    }

    boolean has(int fieldsAt, @Nullable Object key) {
        return find(fieldsAt, key) != ABSENT;
    }

    int tag(int valueAt) {
        return body[valueAt];
    }

    /** The fields in order. */
    Iterator<Map.Entry<String, @Nullable Object>> fields(int fieldsAt, Vectors vectors) {
        final ByteReader in = new ByteReader(body, fieldsAt);
        final long count = in.readVarint();
        return new Iterator<>() {
            private long left = count;

            @Override
            public boolean hasNext() {
                return left > 0;
            }

            @Override
            public Map.Entry<String, @Nullable Object> next() {
                if (left == 0) {
                    throw new NoSuchElementException();
                }
                left--;
                final int number = (int) in.readVarint();
                final String name = number == 0 ? in.readText() : names.name(number);
                return new AbstractMap.SimpleImmutableEntry<>(name, value(in, vectors, name));
            }
        };
    }

    @Nullable Object value(ByteReader in, Vectors vectors, String field) {
        return switch (in.readByte()) {
            case Tag.NULL -> null;
            case Tag.FALSE -> false;
            case Tag.TRUE -> true;
            case Tag.WHOLE -> whole(in.readVarint());
            case Tag.DOUBLE -> Double.longBitsToDouble(in.readLong());
            case Tag.TEXT -> in.readText();
            case Tag.LIST -> list(in);
            case Tag.OBJECT -> object(in);
            case Tag.FLOATS -> in.readFloats((int) in.readVarint());
            case Tag.VECTOR -> {
                in.readVarint();
                yield vectors.vector(field);
            }
            default -> throw new IllegalStateException("damaged document");
        };
    }

    private static Long whole(long zigzag) {
        return (zigzag >>> 1) ^ -(zigzag & 1);
    }

    private List<@Nullable Object> list(ByteReader in) {
        in.readLength();
        final int count = (int) in.readVarint();
        final List<@Nullable Object> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(value(in, Vectors.none(), ""));
        }
        return Collections.unmodifiableList(list);
    }

    private Map<String, @Nullable Object> object(ByteReader in) {
        final int length = in.readLength();
        final Map<String, @Nullable Object> object = new NestedObject(in.position());
        in.skip(length);
        return object;
    }

    static void skipValue(ByteReader in) {
        switch (in.readByte()) {
            case Tag.NULL, Tag.FALSE, Tag.TRUE -> {}
            case Tag.WHOLE, Tag.VECTOR -> in.readVarint();
            case Tag.DOUBLE -> in.skip(8);
            case Tag.TEXT -> in.skip((int) in.readVarint());
            case Tag.LIST, Tag.OBJECT -> in.skip(in.readLength());
            case Tag.FLOATS -> in.skip(4 * (int) in.readVarint());
            default -> throw new IllegalStateException("damaged document");
        }
    }
}
