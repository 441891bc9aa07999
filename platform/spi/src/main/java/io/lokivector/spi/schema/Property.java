package io.lokivector.spi.schema;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one component of a record that {@link RecordSchema} reads.
 *
 * <p>From this one place come validation, JSON Schema, the documentation of the configuration, and
 * the forms of the console.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Property {
    /** What it is for: one sentence. */
    String description();

    /**
     * The value when none is given, written as it would be in a configuration file. Without one,
     * the property is required, unless its type is {@link java.util.Optional}, a list, a map or a
     * record, which are empty, or made of their own defaults, then.
     */
    String defaultValue() default "";

    /** The unit of a number, for example {@code "bytes"}. */
    String unit() default "";

    /** The least number, or length of a text; 1 for a list that is not to be empty if given. */
    double min() default Double.NEGATIVE_INFINITY;

    /** The greatest number, or length of a text. */
    double max() default Double.POSITIVE_INFINITY;

    /** Whether the value must never be shown. */
    boolean secret() default false;

    /** Other names it may be given by. */
    String[] aliases() default {};
}
