package io.lokivector.engine.cache;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A question as bytes, in which no two questions are the same; immutable.
 *
 * <p>A value is a tag and its content, so 1 and 1.0 are two values, and so are two objects whose
 * keys come in different orders. Two keys for one question cost a second entry; one key for two
 * questions would cost a wrong answer.
 */
final class QuestionKey {
    /** Longer questions are not worth remembering. */
    private static final int BYTES_MAX = 16 << 10;

    private static final int DEPTH_MAX = 64;

    private final byte[] bytes;
    private final int hash;

    private QuestionKey(byte[] bytes) {
        this.bytes = bytes;
        this.hash = Arrays.hashCode(bytes);
    }

    /**
     * The key of a question; empty if it is very long, or holds values that are not plain, which
     * might change unseen.
     */
    static Optional<QuestionKey> of(Question question) {
        final Writer out = new Writer();
        final boolean isPlain =
                out.text(question.kind())
                        && out.object(question.query(), 0)
                        && out.list(question.parameters(), 0);
        return isPlain && out.size <= BYTES_MAX
                ? Optional.of(new QuestionKey(out.toBytes()))
                : Optional.empty();
    }

    int length() {
        return bytes.length;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof final QuestionKey key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** Writes plain values; its methods answer whether the value is one. */
    private static final class Writer {
        private byte[] bytes = new byte[128];
        private int size;

        byte[] toBytes() {
            return Arrays.copyOf(bytes, size);
        }

        private boolean value(@Nullable Object value, int depth) {
            if (depth > DEPTH_MAX || size > BYTES_MAX) {
                return false;
            }
            return switch (value) {
                case null -> tag('0');
                case final String text -> tag('s') && text(text);
                case final Boolean bool -> tag(bool ? 't' : 'f');
                case final Long number -> tag('l') && number(number);
                case final Integer number -> tag('i') && number(number);
                case final Double number -> tag('d') && number(Double.doubleToRawLongBits(number));
                case final Float number -> tag('g') && number(Float.floatToRawIntBits(number));
                case final Short number -> tag('h') && number(number);
                case final Byte number -> tag('b') && number(number);
                // The two may be extended, but not by those who are who they say.
                case final BigInteger number when number.getClass() == BigInteger.class ->
                        tag('I') && text(number.toString());
                case final BigDecimal number when number.getClass() == BigDecimal.class ->
                        tag('D') && text(number.toString());
                case final float[] vector -> tag('v') && vector(vector);
                case final Map<?, ?> object -> tag('o') && object(object, depth);
                case final List<?> list -> tag('a') && list(list, depth);
                default -> false;
            };
        }

        private boolean tag(char tag) {
            put((byte) tag);
            return true;
        }

        private boolean object(Map<?, ?> object, int depth) {
            for (final Map.Entry<?, ?> field : object.entrySet()) {
                if (!(field.getKey() instanceof final String name)) {
                    return false;
                }
                put((byte) ':');
                if (!text(name) || !value(field.getValue(), depth + 1)) {
                    return false;
                }
            }
            return tag('}');
        }

        private boolean list(List<?> list, int depth) {
            for (final Object element : list) {
                if (!value(element, depth + 1)) {
                    return false;
                }
            }
            return tag(']');
        }

        private boolean vector(float[] vector) {
            if (vector.length > BYTES_MAX / Long.BYTES) {
                return false;
            }
            number(vector.length);
            for (final float component : vector) {
                number(Float.floatToRawIntBits(component));
            }
            return true;
        }

        private boolean number(long number) {
            reserve(Long.BYTES);
            for (int shift = 56; shift >= 0; shift -= 8) {
                bytes[size++] = (byte) (number >>> shift);
            }
            return true;
        }

        /** The length, and each character in one byte if it is ASCII, otherwise in three. */
        private boolean text(String text) {
            final int length = text.length();
            if (length > BYTES_MAX) {
                return false;
            }
            number(length);
            reserve(3 * length);
            for (int i = 0; i < length; i++) {
                final char c = text.charAt(i);
                if (c < 0x80) {
                    bytes[size++] = (byte) c;
                } else {
                    bytes[size++] = (byte) 0x80;
                    bytes[size++] = (byte) (c >>> 8);
                    bytes[size++] = (byte) c;
                }
            }
            return true;
        }

        private void put(byte each) {
            reserve(1);
            bytes[size++] = each;
        }

        private void reserve(int more) {
            if (size + more > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
            }
        }
    }
}
