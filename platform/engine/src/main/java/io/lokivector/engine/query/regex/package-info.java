/**
 * Regular expressions in the JavaScript dialect, with a bound on the work that a pattern may cause.
 *
 * <p>A test only asks whether a pattern occurs in a text, never where. That makes a small machine
 * enough, and lets it remember every point of choice it has already tried: a pattern without back
 * references runs in time proportional to pattern times text, whatever a client sends. The rest is
 * stopped by a count of steps.
 */
@NullMarked
package io.lokivector.engine.query.regex;

import org.jspecify.annotations.NullMarked;
