/**
 * Bars and trades out of CSV files: downloads of Yahoo, Stooq, Binance and Kraken, and files of any other make that a
 * {@link io.quotron.providers.csv.CsvFormat} describes.
 *
 * <p>{@link io.quotron.providers.csv.BarCsv} and {@link io.quotron.providers.csv.TradeCsv} read row by row, so that the size of a
 * file does not matter; {@link io.quotron.providers.csv.CsvProvider} puts files behind the provider SPI.
 *
 * <p>Sources of the formats: {@code binance/binance-public-data} (columns of the dumps), Kraken's support pages "Downloadable
 * historical market data", and the headers that Yahoo and Stooq write into their files.
 */
@NullMarked
package io.quotron.providers.csv;

import org.jspecify.annotations.NullMarked;
