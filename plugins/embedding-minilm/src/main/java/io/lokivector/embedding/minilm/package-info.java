/** The sentence embedding model all-MiniLM-L6-v2, run in this process by ONNX Runtime. */
@NullMarked
package io.lokivector.embedding.minilm;

import org.jspecify.annotations.NullMarked;
