package io.lokivector.http;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;

/** A part of the server's address space, with servlets of its own. */
public interface WebContext {
    /** Where it is mounted: {@code /} or {@code /console}. The longest path that fits answers. */
    String path();

    /** The class loader its servlets run with. */
    ClassLoader classLoader();

    /** Adds its servlets and filters, before the first request. */
    void onStartup(ServletContext context) throws ServletException;
}
