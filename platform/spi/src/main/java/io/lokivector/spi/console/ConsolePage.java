package io.lokivector.spi.console;

import io.lokivector.spi.transport.Call;
import io.lokivector.spi.transport.RequestHandler;
import java.util.List;
import java.util.Map;

/**
 * A page of the administration console, described as blocks.
 *
 * <p>The console draws it, so a page needs no user interface library. It sees data only through the
 * request handler, with the rights of the person who looks. Thread-safe.
 */
public interface ConsolePage extends AutoCloseable {
    /** The page's place in the address: lower case letters, digits and hyphens. */
    String path();

    /** The title in the navigation. */
    String title();

    /**
     * What the page shows now.
     *
     * @param call the signed-in person's; passed on with every request
     */
    List<Block> blocks(RequestHandler requests, Call call);

    /**
     * Runs an action or takes a form of the page.
     *
     * @param name of the {@link Block.Form} or {@link Block.Action}
     * @param values of the form's fields by name; empty for an action
     * @return a sentence about the outcome
     */
    String act(RequestHandler requests, Call call, String name, Map<String, String> values);

    /** Releases everything; idempotent. */
    @Override
    void close();
}
