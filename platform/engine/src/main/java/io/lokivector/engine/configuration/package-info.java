/** What an operator decides about the engine. */
@NullMarked
package io.lokivector.engine.configuration;

import org.jspecify.annotations.NullMarked;
