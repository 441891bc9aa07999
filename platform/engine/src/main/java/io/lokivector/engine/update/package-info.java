/**
 * Changes to a document, such as {@code {"$set": {"a.b": 1}}}: parsed once, applied to any number
 * of documents, never in place.
 */
@NullMarked
package io.lokivector.engine.update;

import org.jspecify.annotations.NullMarked;
