package io.quotron.spi;

import io.quotron.model.Adjustment;
import io.quotron.model.Bar;
import io.quotron.model.IndexValue;
import io.quotron.model.IndicatorValues;
import io.quotron.model.Quote;
import java.util.List;

/**
 * Takes data for keeping. A method that returns has made its rows durable; writing the same rows again changes nothing, and an
 * older revision never replaces a newer one.
 *
 * <p>Must be thread-safe. Does no I/O before {@link #open()}.
 */
public interface StorageSink extends AutoCloseable {
    /**
     * Connects and brings the schema up to date. Idempotent.
     *
     * @throws io.quotron.error.StorageException if the store cannot be used; the message says why
     */
    void open();

    /**
     * Stores bars.
     *
     * @param bars the bars, in any order
     * @param adjustment what has been done to their prices
     * @return what became of them
     * @throws io.quotron.error.StorageException if nothing of this call was stored
     */
    WriteReport writeBars(List<Bar> bars, Adjustment adjustment);

    /**
     * Stores quotes.
     *
     * @param quotes the quotes, in any order
     * @return what became of them
     * @throws io.quotron.error.StorageException if nothing of this call was stored
     */
    WriteReport writeQuotes(List<Quote> quotes);

    /**
     * Stores index values.
     *
     * @param values the values, in any order
     * @return what became of them
     * @throws io.quotron.error.StorageException if nothing of this call was stored
     */
    WriteReport writeIndexValues(List<IndexValue> values);

    /**
     * Stores indicator values.
     *
     * @param values the rows, in any order
     * @return what became of them
     * @throws io.quotron.error.StorageException if nothing of this call was stored
     */
    WriteReport writeIndicators(List<IndicatorValues> values);

    /**
     * Returns the side that reads.
     *
     * @return the reader of this store
     */
    BarStore reader();

    /**
     * Tells whether a failure means "later", not "never": a full pool, a deadlock, a busy file.
     *
     * @param failure what a method of this sink threw
     * @return true if the same call may succeed later
     */
    boolean isOverCapacity(Throwable failure);

    /**
     * Asks the store something cheap.
     *
     * @return whether writes are likely to succeed; never throws
     */
    HealthCheck check();

    /** Frees what this sink opened itself. Idempotent. */
    @Override
    void close();
}
