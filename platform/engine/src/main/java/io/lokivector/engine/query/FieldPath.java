package io.lokivector.engine.query;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The way to a field: its name, or names joined by dots; split once. */
public final class FieldPath {
    private final String text;
    private final Segment[] segments;

    private FieldPath(String text, Segment[] segments) {
        this.text = text;
        this.segments = segments;
    }

    /** Splits a path at its dots. A key that itself holds a dot cannot be reached by a path. */
    public static FieldPath of(String text) {
        List<Segment> segments = new ArrayList<>();
        int start = 0;
        for (int dot = text.indexOf('.'); dot >= 0; dot = text.indexOf('.', start)) {
            segments.add(Segment.of(text.substring(start, dot)));
            start = dot + 1;
        }
        segments.add(Segment.of(text.substring(start)));
        return new FieldPath(text, segments.toArray(Segment[]::new));
    }

    /**
     * Splits a path that a client wrote.
     *
     * @param fault the place in the request to name in a failure
     * @throws io.lokivector.spi.LokiVectorException {@code BAD_REQUEST} if it has too many segments
     */
    public static FieldPath parse(String text, QueryLimits limits, String fault) {
        FieldPath path = of(text);
        if (path.segments.length > limits.pathSegmentsMax()) {
            throw BadRequest.at(
                    fault, "a path has at most " + limits.pathSegmentsMax() + " segments");
        }
        return path;
    }

    /** The names along the way. */
    public List<String> names() {
        List<String> names = new ArrayList<>(segments.length);
        for (Segment segment : segments) {
            names.add(segment.name());
        }
        return List.copyOf(names);
    }

    Segment segment(int index) {
        return segments[index];
    }

    int length() {
        return segments.length;
    }

    /**
     * The value at the end of the way, with numbers as positions in lists; {@link Missing} if the
     * way breaks off. Sorting goes this way; conditions fan out over lists instead.
     */
    public @Nullable Object follow(@Nullable Object root) {
        Object value = root;
        for (Segment segment : segments) {
            value = segment.of(value);
        }
        return value;
    }

    /** All values at the ends of the way, as {@link #ends} hands them over. */
    public void forEachEnd(@Nullable Object root, Consumer<? super @Nullable Object> ends) {
        ends(root, ends::accept);
    }

    /**
     * Hands over the values at all ends of the way as conditions see them: where it meets a list
     * before its last segment it goes on in every element; an empty list has no end. Where it
     * breaks off, {@link Missing} is the end.
     *
     * @return whether it met such a list
     */
    public boolean ends(@Nullable Object root, Consumer<@Nullable Object> action) {
        return ends(root, 0, action);
    }

    private boolean ends(@Nullable Object parent, int step, Consumer<@Nullable Object> action) {
        Object value = segments[step].of(parent);
        int next = step + 1;
        if (next == segments.length) {
            action.accept(value);
            return false;
        }
        return switch (value) {
            case List<?> list -> {
                for (Object element : list) {
                    ends(element, next, action);
                }
                yield true;
            }
            case float[] vector -> {
                // Numbers have no fields, so the way ends the same at each of them.
                if (vector.length > 0) {
                    ends(vector[0], next, action);
                }
                yield true;
            }
            case null, default -> ends(value, next, action);
        };
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FieldPath that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The path as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
