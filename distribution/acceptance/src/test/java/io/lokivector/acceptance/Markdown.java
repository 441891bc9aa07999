package io.lokivector.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;

/** The fenced blocks of a page of the documentation. */
final class Markdown {
    private static final Pattern BLOCK =
            Pattern.compile("^```([^\\n]*)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    private Markdown() {}

    /**
     * A fenced block.
     *
     * @param info what stands behind the fence, for example {@code bash server}
     * @param text its lines
     */
    record Block(String info, String text) {}

    /** The blocks of a page, named from the root of the checkout, whose info begins so. */
    static List<Block> blocks(String page, String info) throws IOException {
        return BLOCK.matcher(Files.readString(Checkout.root().resolve(page)))
                .results()
                .map(block -> new Block(block.group(1), block.group(2)))
                .filter(block -> block.info().equals(info) || block.info().startsWith(info + " "))
                .toList();
    }

    /** The one block of that info. */
    static Block block(String page, String info) throws IOException {
        final List<Block> found = blocks(page, info);
        if (found.size() != 1) {
            throw new IllegalStateException(
                    page + " has " + found.size() + " blocks of '" + info + "', not one");
        }
        return found.getFirst();
    }
}
