package io.quotron.json;

import io.quotron.model.Bar;
import io.quotron.model.CorporateAction;
import io.quotron.model.CurrencyUnit;
import io.quotron.model.Dividend;
import io.quotron.model.FeedState;
import io.quotron.model.Gap;
import io.quotron.model.IndexValue;
import io.quotron.model.IndicatorValues;
import io.quotron.model.Instrument;
import io.quotron.model.MarketEvent;
import io.quotron.model.OptionChain;
import io.quotron.model.OptionContract;
import io.quotron.model.OrderBook;
import io.quotron.model.Profile;
import io.quotron.model.Quote;
import io.quotron.model.SeriesIdentity;
import io.quotron.model.SourceId;
import io.quotron.model.Split;
import io.quotron.model.Statistic;
import io.quotron.model.Symbol;
import io.quotron.model.Trade;
import io.quotron.model.TradingStatus;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Tells the fields of values, under the names and in the order of {@code docs/json.md}. The first field of each value is
 * {@code type}. Writers of other forms, such as tables, use this too, so that a field has one name everywhere.
 */
public final class Fields {
    private Fields() {}

    /**
     * Tells the fields of an event.
     *
     * @param event any event
     * @param to is told them
     */
    public static void of(MarketEvent event, FieldVisitor to) {
        if (event instanceof Trade trade) {
            trade(trade, to);
        } else if (event instanceof Quote quote) {
            quote(quote, to);
        } else if (event instanceof Bar bar) {
            bar(bar, null, to);
        } else if (event instanceof OrderBook book) {
            book(book, to);
        } else if (event instanceof IndexValue index) {
            index(index, to);
        } else if (event instanceof IndicatorValues values) {
            indicators(values, to);
        } else if (event instanceof Gap gap) {
            gap(gap, to);
        } else if (event instanceof FeedState state) {
            start("feedState", state.symbol(), state.source(), to);
            to.text("status", state.status().name());
            to.text("detail", state.detail());
            to.time("eventTime", state.eventTime());
        } else if (event instanceof TradingStatus status) {
            start("tradingStatus", status.symbol(), status.source(), to);
            to.text("status", status.status().name());
            to.text("detail", status.detail());
            to.time("eventTime", status.eventTime());
            to.time("receivedTime", status.receivedTime());
        }
    }

    private static void start(String type, Symbol symbol, SourceId source, FieldVisitor to) {
        to.text("type", type);
        to.text("symbol", symbol.code());
        to.text("source", source.id());
    }

    private static void quote(Quote quote, FieldVisitor to) {
        start("quote", quote.symbol(), quote.source(), to);
        to.time("eventTime", quote.eventTime());
        to.time("receivedTime", quote.receivedTime());
        to.number("price", quote.price());
        number("bid", quote.bid(), to);
        number("ask", quote.ask(), to);
        number("bidSize", quote.bidSize(), to);
        number("askSize", quote.askSize(), to);
        number("open", quote.open(), to);
        number("high", quote.high(), to);
        number("low", quote.low(), to);
        number("previousClose", quote.previousClose(), to);
        number("change", quote.change(), to);
        number("changePercent", quote.changePercent(), to);
        number("volume", quote.volume(), to);
        currency(quote.currency(), to);
        to.truth("stale", quote.stale());
    }

    private static void index(IndexValue index, FieldVisitor to) {
        start("index", index.symbol(), index.source(), to);
        to.time("eventTime", index.eventTime());
        to.time("receivedTime", index.receivedTime());
        to.number("value", index.value());
        number("previousClose", index.previousClose(), to);
        number("change", index.change(), to);
        number("changePercent", index.changePercent(), to);
        to.truth("stale", index.stale());
    }

    private static void trade(Trade trade, FieldVisitor to) {
        start("trade", trade.symbol(), trade.source(), to);
        to.time("eventTime", trade.eventTime());
        to.time("receivedTime", trade.receivedTime());
        to.number("price", trade.price());
        to.number("size", trade.size());
        to.text("side", trade.side().name());
        String id = trade.id();
        if (id != null) {
            to.text("id", id);
        }
        if (trade.conditions() != 0) {
            to.text("conditions", "0x" + Long.toHexString(trade.conditions()));
        }
    }

    /**
     * Tells the fields of a bar.
     *
     * @param bar the bar
     * @param series the series that it belongs to, for adjustment and currency; null for bars that stand alone
     * @param to is told them
     */
    public static void bar(Bar bar, @Nullable SeriesIdentity series, FieldVisitor to) {
        start("bar", bar.symbol(), bar.source(), to);
        to.text("interval", bar.interval().toString());
        to.time("openTime", bar.openTime());
        to.time("closeTime", bar.closeTime());
        if (bar.tradingDay() != null) {
            to.day("tradingDay", bar.tradingDay());
        }
        to.number("open", bar.open());
        to.number("high", bar.high());
        to.number("low", bar.low());
        to.number("close", bar.close());
        number("volume", bar.volume(), to);
        number("vwap", bar.vwap(), to);
        if (bar.tradeCount().isPresent()) {
            to.whole("count", bar.tradeCount().getAsLong());
        }
        to.text("state", bar.state().name());
        to.number("coverage", bar.coverage());
        to.text("reason", bar.reason().name());
        to.whole("revision", bar.revision());
        if (series != null) {
            to.text("adjustment", series.adjustment().name());
            currency(series.currency(), to);
        }
        to.time("receivedTime", bar.receivedTime());
    }

    private static void book(OrderBook book, FieldVisitor to) {
        start("book", book.symbol(), book.source(), to);
        to.time("eventTime", book.eventTime());
        to.time("receivedTime", book.receivedTime());
        to.text("state", book.state().name());
        to.levels("bids", book.bids());
        to.levels("asks", book.asks());
    }

    private static void indicators(IndicatorValues values, FieldVisitor to) {
        start("indicators", values.symbol(), values.source(), to);
        to.text("interval", values.interval().toString());
        to.time("openTime", values.openTime());
        to.time("closeTime", values.closeTime());
        to.text("state", values.state().name());
        to.whole("revision", values.revision());
        for (int i = 0; i < values.names().size(); i++) {
            if (!Double.isNaN(values.row()[i])) {
                to.number(values.names().get(i), values.row()[i]);
            }
        }
        to.time("receivedTime", values.receivedTime());
    }

    private static void gap(Gap gap, FieldVisitor to) {
        start("gap", gap.symbol(), gap.source(), to);
        to.text("status", gap.status().name());
        to.time("from", gap.window().startInclusive());
        to.time("to", gap.window().endExclusive());
        to.whole("recovered", gap.recovered());
        to.text("detail", gap.detail());
        to.time("receivedTime", gap.receivedTime());
    }

    /**
     * Tells the fields of a split or dividend.
     *
     * @param action the action
     * @param source where it comes from
     * @param to is told them
     */
    public static void action(CorporateAction action, SourceId source, FieldVisitor to) {
        if (action instanceof Split split) {
            start("split", split.symbol(), source, to);
            to.day("exDate", split.exDate());
            to.number("numerator", split.numerator());
            to.number("denominator", split.denominator());
        } else if (action instanceof Dividend dividend) {
            start("dividend", dividend.symbol(), source, to);
            to.day("exDate", dividend.exDate());
            to.number("amount", dividend.amount());
            currency(dividend.currency(), to);
        }
    }

    /**
     * Tells the fields of an instrument.
     *
     * @param instrument the instrument
     * @param to is told them
     */
    public static void instrument(Instrument instrument, FieldVisitor to) {
        start("instrument", instrument.symbol(), instrument.source(), to);
        details(instrument, to);
        currency(instrument.currency(), to);
    }

    private static void details(Instrument instrument, FieldVisitor to) {
        to.text("nativeSymbol", instrument.nativeSymbol());
        text("name", instrument.name(), to);
        to.text("kind", instrument.kind().name());
        text("venue", instrument.venue(), to);
        number("tickSize", instrument.tickSize(), to);
        number("lotSize", instrument.lotSize(), to);
        if (instrument.status() != TradingStatus.Status.UNKNOWN) {
            to.text("status", instrument.status().name());
        }
        instrument
                .identifiers()
                .forEach((registry, number) -> to.text(registry.name().toLowerCase(Locale.ROOT), number));
    }

    /**
     * Tells the fields of a profile; each statistic is a field of its own ({@code MARKET_CAP} is {@code marketCap}).
     *
     * @param profile the profile
     * @param to is told them
     */
    public static void profile(Profile profile, FieldVisitor to) {
        start("profile", profile.symbol(), profile.source(), to);
        details(profile.instrument(), to);
        text("sector", profile.sector(), to);
        text("industry", profile.industry(), to);
        text("country", profile.country(), to);
        text("website", profile.website(), to);
        text("description", profile.description(), to);
        if (profile.employees().isPresent()) {
            to.whole("employees", profile.employees().getAsLong());
        }
        currency(profile.currency(), to);
        profile.statistics().forEach((statistic, value) -> to.number(name(statistic), value));
        to.time("receivedTime", profile.receivedTime());
    }

    private static String name(Statistic statistic) {
        StringBuilder name = new StringBuilder();
        for (String word : statistic.name().toLowerCase(Locale.ROOT).split("_", -1)) {
            name.append(name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return name.toString();
    }

    /**
     * Tells the fields of an option.
     *
     * @param option one of the options of the chain
     * @param chain the chain
     * @param to is told them
     */
    public static void option(OptionContract option, OptionChain chain, FieldVisitor to) {
        start("option", option.symbol(), chain.source(), to);
        to.text("underlying", chain.underlying().code());
        to.text("optionType", option.type().name());
        to.number("strike", option.strike());
        to.day("expiration", option.expiration());
        number("last", option.last(), to);
        option.lastTradeTime().ifPresent(at -> to.time("lastTradeTime", at));
        number("bid", option.bid(), to);
        number("ask", option.ask(), to);
        number("volume", option.volume(), to);
        number("openInterest", option.openInterest(), to);
        number("impliedVolatility", option.impliedVolatility(), to);
        option.inTheMoney().ifPresent(pays -> to.truth("inTheMoney", pays));
        currency(option.currency(), to);
        to.time("receivedTime", chain.receivedTime());
    }

    private static void number(String name, OptionalDouble value, FieldVisitor to) {
        if (value.isPresent()) {
            to.number(name, value.getAsDouble());
        }
    }

    private static void text(String name, Optional<String> value, FieldVisitor to) {
        value.ifPresent(text -> to.text(name, text));
    }

    private static void currency(@Nullable CurrencyUnit unit, FieldVisitor to) {
        if (unit != null) {
            to.text("currency", unit.code());
        }
    }
}
