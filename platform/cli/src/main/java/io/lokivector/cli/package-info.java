/**
 * The command line: one class per command, all talking to a server over REST.
 *
 * <p>Exit codes are those of {@link io.lokivector.cli.Failure.Kind}.
 */
@NullMarked
package io.lokivector.cli;

import org.jspecify.annotations.NullMarked;
