package com.example.lsh;

import io.lokivector.spi.schema.Property;

/**
 * The options of an LSH index.
 *
 * @param tables how many times the space is cut anew
 * @param bits hyperplanes in each table
 */
public record LshConfig(
        @Property(
                        description = "Hash tables: more find better and cost memory and time.",
                        defaultValue = "12",
                        min = 1,
                        max = 64)
                int tables,
        @Property(
                        description = "Hyperplanes of a table: more make smaller buckets.",
                        defaultValue = "7",
                        min = 1,
                        max = 24)
                int bits) {}
