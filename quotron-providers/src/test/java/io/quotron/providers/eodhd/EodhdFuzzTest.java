package io.quotron.providers.eodhd;

import io.quotron.model.Interval;
import io.quotron.model.MarketEvent;
import io.quotron.model.Quote;
import io.quotron.model.SeriesIdentity;
import io.quotron.model.Symbol;
import io.quotron.model.Trade;
import io.quotron.providers.fuzz.ParserFuzz;
import io.quotron.providers.internal.json.Json;
import io.quotron.providers.internal.json.JsonValue;
import io.quotron.spi.BarQuery;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EodhdFuzzTest {
    private static final Instant NOW = Instant.parse("2026-03-05T15:00:00Z");
    private static final EodhdSymbols.Name ACME = EodhdSymbols.find(EodhdServer.ACME);

    private static List<byte[]> answers(String... texts) {
        return Stream.of(texts)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    private static SeriesIdentity identity(BarQuery query) {
        return new SeriesIdentity(
                query.symbol(),
                EodhdErrors.SOURCE,
                query.interval(),
                query.adjustment(),
                null,
                EodhdServer.NEW_YORK,
                SeriesIdentity.Session.REGULAR);
    }

    @Test
    void days_spoiled_giveBarsOrAReason() {
        BarQuery query = EodhdServer.days(EodhdServer.ACME);
        ParserFuzz.run("eodhd days", answers(EodhdServer.DAYS), body -> {
            EodhdDays days = new EodhdDays(ACME, LocalDate.of(2026, 3, 6), NOW);
            Json.rows(EodhdErrors.SOURCE, body, List.of(), days::read);
            days.series(query, identity(query), EodhdPeriod.WEEK, List.of());
        });
    }

    @Test
    void minutes_spoiled_giveBarsOrAReason() {
        BarQuery days = EodhdServer.days(EodhdServer.ACME);
        BarQuery query = new BarQuery(days.symbol(), Interval.MINUTE_5, days.range(), days.adjustment(), true);
        ParserFuzz.run("eodhd minutes", answers(EodhdServer.MINUTES), body -> {
            EodhdMinutes minutes = new EodhdMinutes(ACME, query, NOW);
            Json.rows(EodhdErrors.SOURCE, body, List.of(), minutes::read);
            minutes.series(identity(query), EodhdServer.NEW_YORK, List.of());
        });
    }

    @Test
    void quotes_spoiled_giveQuotesOrAReason() {
        ParserFuzz.run(
                "eodhd quotes",
                answers(EodhdServer.quote("ACME.US"), "[" + EodhdServer.quote("ACME.US") + "]"),
                body -> EodhdQuotes.read(Json.read(EodhdErrors.SOURCE, body), List.of(ACME), NOW));
    }

    @Test
    void listsAndSplits_spoiled_giveThemOrAReason() {
        ParserFuzz.run(
                "eodhd lists",
                answers(EodhdServer.LIST),
                body -> Json.rows(EodhdErrors.SOURCE, body, List.of(), row -> EodhdInstruments.instrument(row, "US")));
        ParserFuzz.run("eodhd splits", answers(EodhdServer.SPLITS), body -> {
            List<JsonValue> rows = new ArrayList<>();
            Json.rows(EodhdErrors.SOURCE, body, List.of(), rows::add);
            rows.forEach(row -> EodhdActions.split(0, row, EodhdServer.ACME));
        });
    }

    @Test
    void frames_spoiled_areReadOrRejected() {
        Map<String, StreamKey> keys = Map.of("AAPL", new StreamKey(Symbol.of("AAPL"), StreamKind.TRADES));
        EodhdFrames.Handler handler = new EodhdFrames.Handler() {
            @Override
            public void status(long code, String message) {}

            @Override
            public void event(StreamKey key, MarketEvent event) {
                boolean good = event instanceof Trade trade ? trade.price() > 0 : ((Quote) event).price() > 0;
                if (!good) {
                    throw new AssertionError(event);
                }
            }

            @Override
            public void unasked(String text) {}

            @Override
            public void rejected(String detail) {}
        };
        for (EodhdStreams.Endpoint endpoint : EodhdStreams.Endpoint.values()) {
            ParserFuzz.run(
                    "eodhd frames",
                    answers(
                            "{\"s\":\"AAPL\",\"p\":\"405.8\",\"v\":1,\"q\":\"2\",\"c\":[1,2],\"ap\":405.8,\"as\":200,\"bp\":405.05,\"bs\":40,"
                                    + "\"a\":2,\"b\":1,\"dc\":\"1\",\"dd\":\"2\",\"t\":1772658000421}"),
                    body -> EodhdFrames.read(new String(body, StandardCharsets.UTF_8), endpoint, keys, NOW, handler));
        }
    }
}
