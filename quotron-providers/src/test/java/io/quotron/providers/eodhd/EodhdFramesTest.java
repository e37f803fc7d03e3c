package io.quotron.providers.eodhd;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.model.MarketEvent;
import io.quotron.model.Quote;
import io.quotron.model.Symbol;
import io.quotron.model.Trade;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EodhdFramesTest {
    private static final Instant NOW = Instant.parse("2026-06-16T08:00:00Z");
    private static final StreamKey TRADES = new StreamKey(Symbol.of("AAPL"), StreamKind.TRADES);
    private static final StreamKey QUOTES = new StreamKey(Symbol.of("AAPL"), StreamKind.QUOTES);

    private final List<MarketEvent> events = new ArrayList<>();
    private final List<String> rejected = new ArrayList<>();

    private void read(String text, EodhdStreams.Endpoint endpoint, StreamKey key) {
        EodhdFrames.read(text, endpoint, Map.of("AAPL", key), NOW, new EodhdFrames.Handler() {
            @Override
            public void status(long code, String message) {
                throw new AssertionError(message);
            }

            @Override
            public void event(StreamKey of, MarketEvent event) {
                events.add(event);
            }

            @Override
            public void unasked(String text) {
                throw new AssertionError(text);
            }

            @Override
            public void rejected(String detail) {
                rejected.add(detail);
            }
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "12|4096",
                "null|0",
                "[]|0",
                "[0,37]|137438953473",
                "'\"5\"'|32",
                "99|2251799813685248",
                "[12,-1]|2251799813689344",
            })
    void trade_conditions_areBits(String told, long bits) {
        read(
                "{\"s\":\"AAPL\",\"p\":1,\"v\":1,\"c\":" + told + ",\"t\":1781596800421}",
                EodhdStreams.Endpoint.US_TRADES,
                TRADES);

        assertThat(((Trade) events.get(0)).conditions()).isEqualTo(bits);
    }

    @ParameterizedTest
    @CsvSource({"open,0", "closed,4", "extended-hours,2", "extended hours,2"})
    void trade_stateOfTheMarket_isABit(String state, long bit) {
        read(
                "{\"s\":\"AAPL\",\"p\":1,\"v\":1,\"dp\":true,\"ms\":\"" + state + "\",\"t\":1781596800421}",
                EodhdStreams.Endpoint.US_TRADES,
                TRADES);

        assertThat(((Trade) events.get(0)).conditions()).isEqualTo(EodhdProvider.CONDITION_DARK_POOL | (bit << 48));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null", "\"\"", "\"NA\"", "\"abc\"", "{}", "[]", "true", "-1", "\"-5\"", "1e999", "\"NaN\"", "\" 1\"",
                "\"1,5\""
            })
    void trade_spoiledNumber_isRejected(String poison) {
        for (String field : List.of("p", "v", "t")) {
            events.clear();
            rejected.clear();
            String frame = "{\"s\":\"AAPL\",\"p\":1.5,\"v\":10,\"t\":1781596800421}";
            read(
                    frame.replaceAll("\"" + field + "\":[^,}]+", "\"" + field + "\":" + poison),
                    EodhdStreams.Endpoint.US_TRADES,
                    TRADES);

            assertThat(events).as("%s is %s", field, poison).isEmpty();
            assertThat(rejected).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "0", "\"NA\"", "{}", "-1", "1e999"})
    void quote_spoiledSize_isAbsentAndSpoiledPriceIsNoQuote(String poison) {
        String frame = "{\"s\":\"AAPL\",\"ap\":405.8,\"as\":200,\"bp\":405.05,\"bs\":40,\"t\":1781596800421}";
        read(frame.replace("\"as\":200", "\"as\":" + poison), EodhdStreams.Endpoint.US_QUOTES, QUOTES);
        read(frame.replace("\"bp\":405.05", "\"bp\":" + poison), EodhdStreams.Endpoint.US_QUOTES, QUOTES);

        assertThat(events).hasSize(1);
        assertThat(rejected).hasSize(1);
        Quote quote = (Quote) events.get(0);
        assertThat(quote.askSize().orElse(0)).isZero();
        assertThat(quote.bidSize()).hasValue(40);
        assertThat(quote.price()).isEqualTo((405.8 + 405.05) / 2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1_781_596_800L, 1_781_596_800_421_000L, 0, 4_000_000_000_000L})
    void time_inAnotherUnitOrInTheFuture_isRejected(long time) {
        read("{\"s\":\"AAPL\",\"p\":1,\"v\":1,\"t\":" + time + "}", EodhdStreams.Endpoint.US_TRADES, TRADES);

        assertThat(events).isEmpty();
        assertThat(rejected).hasSize(1);
    }
}
