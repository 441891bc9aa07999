package io.lokivector.vectors;

import io.lokivector.spi.file.DataFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * Writes a checkpoint as a stream of checksummed blocks.
 *
 * <p>The file is a sequence of blocks: a little-endian int, the length of the content in bytes (1
 * to {@value #BLOCK_BYTES}, a multiple of 4); the content; an int, the CRC-32C of the length, the
 * number of the block (an int, from 0) and the content. A last block of length 0 (and its checksum)
 * ends it, and nothing follows. Numbers are little-endian, four bytes each.
 */
public final class CheckpointWriter {
    static final int BLOCK_BYTES = 1 << 20;

    private final DataFile file;
    private final ByteBuffer block =
            ByteBuffer.allocateDirect(4 + BLOCK_BYTES + 4).order(ByteOrder.LITTLE_ENDIAN);
    private long position;
    private int number;

    /** Writes to an empty file from its beginning. */
    public CheckpointWriter(DataFile file) {
        this.file = file;
        block.position(4);
    }

    /** Writes one number. */
    public void writeInt(int value) throws IOException {
        if (room() == 0) {
            flush();
        }
        block.putInt(value);
    }

    /** Writes {@code length} ints of {@code source} from {@code offset}. */
    public void writeInts(int[] source, int offset, int length) throws IOException {
        for (int done = 0; done < length; ) {
            if (room() == 0) {
                flush();
            }
            final int count = Math.min(room(), length - done);
            block.asIntBuffer().put(source, offset + done, count);
            block.position(block.position() + 4 * count);
            done += count;
        }
    }

    /** Writes {@code length} floats of {@code source} from {@code offset}. */
    public void writeFloats(float[] source, int offset, int length) throws IOException {
        for (int done = 0; done < length; ) {
            if (room() == 0) {
                flush();
            }
            final int count = Math.min(room(), length - done);
            block.asFloatBuffer().put(source, offset + done, count);
            block.position(block.position() + 4 * count);
            done += count;
        }
    }

    /** Writes the rest and the end, cuts off what the file held beyond it, and forces the file. */
    public void finish() throws IOException {
        if (block.position() > 4) {
            flush();
        }
        flush();
        file.truncate(position);
        file.force();
    }

    private int room() {
        return (4 + BLOCK_BYTES - block.position()) / 4;
    }

    private void flush() throws IOException {
        final int length = block.position() - 4;
        block.putInt(0, length);
        block.putInt(checksum(block, length, number++));
        block.flip();
        final int bytes = block.remaining();
        file.write(block, position);
        position += bytes;
        block.clear().position(4);
    }

    /** The checksum of a block whose length stands at 0 and whose content at 4. */
    static int checksum(ByteBuffer block, int length, int number) {
        final CRC32C checksum = new CRC32C();
        for (int shift = 0; shift < 32; shift += 8) {
            checksum.update(number >>> shift & 0xff);
        }
        checksum.update(block.slice(0, 4 + length));
        return (int) checksum.getValue();
    }
}
