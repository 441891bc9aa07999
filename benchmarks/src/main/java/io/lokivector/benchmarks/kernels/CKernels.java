package io.lokivector.benchmarks.kernels;

import io.lokivector.simd.Kernels;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The kernels in C; an operation is the comparison of a query with one row. Vectors lie in memory
 * as those of {@link JavaKernels} do. One call makes so many operations that it costs them nothing.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Operands.ROWS * CKernels.REPEATS)
public class CKernels {
    static final int REPEATS = 64;
    static final String LIBRARY = "lokivector.benchmarks.kernels";

    /** How many components the vectors have. */
    @Param("384")
    int dimension;

    /** The name of the function. */
    @Param("float_dot_one_plain")
    String function = "";

    private final Arena arena = Arena.ofShared();
    private Operands operands = new Operands(0);
    private MethodHandle handle = MethodHandles.empty(MethodType.methodType(void.class));
    private MemorySegment query = MemorySegment.NULL;
    private MemorySegment rows = MemorySegment.NULL;
    private MemorySegment results = MemorySegment.NULL;
    private int length;

    /** Copies the vectors to where C finds them. */
    @Setup
    public void copyOperands() {
        operands = new Operands(dimension);
        handle = NativeKernels.function(Path.of(System.getProperty(LIBRARY)), function, arena);
        final boolean bits = function.startsWith("bits");
        length = bits ? operands.words : dimension;
        query =
                copy(
                        bits
                                ? MemorySegment.ofArray(operands.bitQuery)
                                : function.startsWith("byte")
                                        ? MemorySegment.ofArray(operands.byteQuery)
                                        : MemorySegment.ofArray(operands.floatQuery));
        rows =
                copy(switch (type()) {
                            case "float" -> MemorySegment.ofArray(operands.floatRows);
                            case "half" -> MemorySegment.ofArray(operands.halfRows);
                            case "byte" -> MemorySegment.ofArray(operands.byteRows);
                            default -> MemorySegment.ofArray(operands.bitRows);
                        })
                        .asSlice(Operands.CACHE_LINE_BYTES - Operands.HEADER_BYTES);
        results = arena.allocate(ValueLayout.JAVA_INT, Operands.ROWS);
    }

    /** The function. */
    @Benchmark
    public void compare() throws Throwable {
        handle.invokeExact(
                query, rows, (long) length, (long) Operands.ROWS, (long) REPEATS, results);
    }

    /** Compares the results with ours. */
    @TearDown
    public void checkResults() {
        for (int row = 0; row < Operands.ROWS; row++) {
            final double ours = ours(row);
            final double theirs =
                    type().equals("float") || type().equals("half")
                            ? results.getAtIndex(ValueLayout.JAVA_FLOAT, row)
                            : results.getAtIndex(ValueLayout.JAVA_INT, row);
            if (Math.abs(ours - theirs) > 1e-4 * dimension) {
                throw new IllegalStateException(
                        function + " yields " + theirs + " for row " + row + ", ours " + ours);
            }
        }
        arena.close();
    }

    private String type() {
        return function.substring(0, function.indexOf('_'));
    }

    private double ours(int row) {
        final Operands of = operands;
        final int offset = row * length;
        return switch (function.substring(0, function.indexOf('_', type().length() + 1))) {
            case "float_dot" ->
                    Kernels.dot(
                            of.floatQuery, 0, of.floatRows, Operands.FIRST_FLOAT + offset, length);
            case "float_squared" ->
                    Kernels.squaredDistance(
                            of.floatQuery, 0, of.floatRows, Operands.FIRST_FLOAT + offset, length);
            case "half_dot" ->
                    Kernels.dot(
                            of.floatQuery, 0, of.halfRows, Operands.FIRST_HALF + offset, length);
            case "half_squared" ->
                    Kernels.squaredDistance(
                            of.floatQuery, 0, of.halfRows, Operands.FIRST_HALF + offset, length);
            case "byte_dot" ->
                    Kernels.dot(of.byteQuery, 0, of.byteRows, Operands.FIRST_BYTE + offset, length);
            case "byte_squared" ->
                    Kernels.squaredDistance(
                            of.byteQuery, 0, of.byteRows, Operands.FIRST_BYTE + offset, length);
            case "bits_hamming" ->
                    Kernels.hamming(
                            of.bitQuery, 0, of.bitRows, Operands.FIRST_WORD + offset, length);
            case "bits_and" ->
                    Kernels.andCount(
                            of.bitQuery, 0, of.bitRows, Operands.FIRST_WORD + offset, length);
            default -> throw new IllegalStateException("there is no kernel of " + function);
        };
    }

    /** A copy that begins as far behind a cache line as an array's elements do. */
    private MemorySegment copy(MemorySegment array) {
        return arena.allocate(array.byteSize() + Operands.HEADER_BYTES, Operands.CACHE_LINE_BYTES)
                .asSlice(Operands.HEADER_BYTES)
                .copyFrom(array);
    }
}
