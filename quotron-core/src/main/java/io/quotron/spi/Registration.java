package io.quotron.spi;

/** Something that was registered and can be taken back. Thread-safe. */
@FunctionalInterface
public interface Registration extends AutoCloseable {
    /** Takes it back. Idempotent. */
    @Override
    void close();
}
