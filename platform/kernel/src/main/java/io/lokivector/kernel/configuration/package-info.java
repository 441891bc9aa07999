/** What the server is told: command line, environment, file and defaults, and who said what. */
@NullMarked
package io.lokivector.kernel.configuration;

import org.jspecify.annotations.NullMarked;
