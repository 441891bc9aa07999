package io.lokivector.vectors;

import io.lokivector.spi.file.DataFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads what {@link CheckpointWriter} wrote, and answers nothing from a block before its checksum
 * was found right.
 */
public final class CheckpointReader {
    private final DataFile file;
    private final String name;
    private final ByteBuffer block =
            ByteBuffer.allocateDirect(4 + CheckpointWriter.BLOCK_BYTES + 4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .limit(0);
    private long position;
    private int number;
    private boolean ended;

    /**
     * Reads from the beginning of a file.
     *
     * @param name of the file, for messages
     */
    public CheckpointReader(DataFile file, String name) {
        this.file = file;
        this.name = name;
    }

    /** Reads one number. */
    public int readInt() throws IOException {
        fill();
        return block.getInt();
    }

    /** Reads {@code length} ints into {@code target} from {@code offset}. */
    public void readInts(int[] target, int offset, int length) throws IOException {
        for (int done = 0; done < length; ) {
            fill();
            final int count = Math.min(block.remaining() / 4, length - done);
            block.asIntBuffer().get(target, offset + done, count);
            block.position(block.position() + 4 * count);
            done += count;
        }
    }

    /** Reads {@code length} floats into {@code target} from {@code offset}. */
    public void readFloats(float[] target, int offset, int length) throws IOException {
        for (int done = 0; done < length; ) {
            fill();
            final int count = Math.min(block.remaining() / 4, length - done);
            block.asFloatBuffer().get(target, offset + done, count);
            block.position(block.position() + 4 * count);
            done += count;
        }
    }

    /** Makes sure that all was read and that the file ends where it says. */
    public void finish() throws IOException {
        if (block.hasRemaining()) {
            throw damaged("holds more than it says");
        }
        next();
        if (!ended || file.size() != position) {
            throw damaged("goes on behind its end");
        }
    }

    /** An error that names the file. */
    public IOException damaged(String what) {
        return new IOException("checkpoint '" + name + "' " + what);
    }

    private void fill() throws IOException {
        if (!block.hasRemaining()) {
            next();
            if (ended) {
                throw damaged("ends too early");
            }
        }
    }

    private void next() throws IOException {
        if (ended) {
            throw damaged("ends too early");
        }
        block.clear().limit(4);
        if (file.read(block, position) < 4) {
            throw damaged("is cut off at byte " + position);
        }
        final int length = block.getInt(0);
        if (length < 0 || length > CheckpointWriter.BLOCK_BYTES || length % 4 != 0) {
            throw damaged("is damaged, or no checkpoint, at byte " + position);
        }
        block.limit(4 + length + 4);
        if (file.read(block, position + 4) < length + 4) {
            throw damaged("is cut off in the block at byte " + position);
        }
        if (block.getInt(4 + length) != CheckpointWriter.checksum(block, length, number++)) {
            throw damaged("is damaged: wrong checksum of the block at byte " + position);
        }
        position += 4L + length + 4;
        block.limit(4 + length).position(4);
        ended = length == 0;
    }
}
