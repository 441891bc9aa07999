package io.lokivector.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java of the README, run with no more on the class path than it says. */
class ReadmeLibraryTest {
    @TempDir private Path folder;

    @Test
    void theLibraryRunsAsWritten() throws Exception {
        final String snippet = Markdown.block("README.md", "java").text();
        final int body = snippet.indexOf("try (");
        Files.writeString(
                folder.resolve("Embedded.java"),
                snippet.substring(0, body)
                        + "class Embedded { public static void main(String[] a) {\n"
                        + snippet.substring(body)
                        + "}}");
        final Path output = folder.resolve("output.txt");
        final Process java =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "--add-modules",
                                "jdk.incubator.vector",
                                "-cp",
                                classPath(),
                                "Embedded.java")
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        assertTrue(java.waitFor(60, TimeUnit.SECONDS), "it takes too long");
        final String said = Files.readString(output);
        assertEquals(0, java.exitValue(), said);
        final String[] lines =
                said.lines().filter(line -> line.startsWith("found ")).toArray(String[]::new);
        assertEquals(2, lines.length, said);
        assertTrue(lines[0].contains("apple"), said);
        assertTrue(lines[1].contains("lemon") && lines[1].contains("$distance"), said);
    }

    private static String classPath() throws Exception {
        final Path home = Checkout.distribution();
        try (Stream<Path> platform = Files.list(home.resolve("lib"));
                Stream<Path> modules = Files.list(home.resolve("modules"))) {
            return String.join(
                    File.pathSeparator,
                    Stream.concat(platform, modules)
                            .filter(jar ->
                                    jar.getFileName()
                                            .toString()
                                            .matches(
                                                    "(lokivector-(engine|spi|storage-file|index-hnsw)|caffeine)-.*"))
                            .map(Path::toString)
                            .toList());
        }
    }
}
