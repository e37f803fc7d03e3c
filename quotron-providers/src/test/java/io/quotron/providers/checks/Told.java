package io.quotron.providers.checks;

import io.quotron.error.Result;
import io.quotron.json.FieldVisitor;
import io.quotron.json.Fields;
import io.quotron.model.BarSeries;
import io.quotron.model.BookLevel;
import io.quotron.model.CorporateAction;
import io.quotron.model.Instrument;
import io.quotron.model.MarketEvent;
import io.quotron.model.OptionChain;
import io.quotron.model.OptionContract;
import io.quotron.model.Profile;
import io.quotron.model.SourceId;
import io.quotron.model.Trade;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All numbers, times and days of an answer, by the row that they stand in and their name. */
final class Told implements FieldVisitor {
    private static final SourceId SOURCE = SourceId.of("told");
    /** Where these are missing they are computed from the others, which the server had rounded. */
    private static final double ROUNDING = 0.011;

    private final Map<String, Object> values = new TreeMap<>();
    private String row = "";
    private long rows;
    private long rejected;

    private Told() {}

    static Told of(Object answer) {
        Told told = new Told();
        told.add(answer);
        return told;
    }

    int size() {
        return values.size();
    }

    private void add(Object answer) {
        if (answer instanceof Map<?, ?> map) {
            map.values().forEach(this::add);
        } else if (answer instanceof Collection<?> many) {
            rows += many.stream().filter(Trade.class::isInstance).count();
            many.forEach(this::add);
        } else if (answer instanceof Result<?> result) {
            result.find().ifPresent(this::add);
        } else if (answer instanceof BarSeries series) {
            rejected = series.rejectedRows();
            rows = series.size();
            series.bars().forEach(bar -> event("bar " + bar.openTime(), bar));
        } else if (answer instanceof OptionChain chain) {
            chain(chain);
        } else if (answer instanceof MarketEvent event) {
            event(name(event), event);
        } else {
            other(answer);
        }
    }

    private static String name(MarketEvent event) {
        String type = event.getClass().getSimpleName() + " " + event.symbol();
        return event instanceof Trade trade ? type + " " + trade.eventTime() + " " + trade.price() : type;
    }

    private void event(String name, MarketEvent event) {
        row = name;
        Fields.of(event, this);
    }

    private void chain(OptionChain chain) {
        row = "chain";
        chain.underlyingPrice().ifPresent(price -> number("underlyingPrice", price));
        chain.expirations().forEach(day -> day("expiration " + day, day));
        List<OptionContract> all = new ArrayList<>(chain.calls());
        all.addAll(chain.puts());
        for (OptionContract option : all) {
            row = "option " + option.symbol();
            Fields.option(option, chain, this);
        }
    }

    private void other(Object answer) {
        if (answer instanceof CorporateAction action) {
            row = action.getClass().getSimpleName() + " " + action.exDate();
            Fields.action(action, SOURCE, this);
        } else if (answer instanceof Instrument instrument) {
            row = "instrument " + instrument.symbol();
            Fields.instrument(instrument, this);
        } else if (answer instanceof Profile profile) {
            row = "profile";
            Fields.profile(profile, this);
        } else if (!(answer instanceof String)) {
            throw new AssertionError("what is a " + answer.getClass() + "?");
        }
    }

    /** Returns what stands here and does not stand in the good answer; empty if the rule holds. */
    List<String> notIn(Told good) {
        List<String> wrong = new ArrayList<>();
        values.forEach((name, value) -> {
            Object expected = good.values.get(name);
            if (!value.equals(expected) && !isRounded(name, value, expected)) {
                wrong.add(name + " is " + value + " instead of " + expected);
            }
        });
        if (rows < good.rows && rejected <= good.rejected) {
            wrong.add(good.rows - rows + " rows are missing and not counted");
        }
        return wrong;
    }

    private static boolean isRounded(String name, Object value, @Nullable Object expected) {
        boolean computed = name.endsWith("/change") || name.endsWith("/changePercent");
        return computed
                && value instanceof Double is
                && expected instanceof Double should
                && Math.abs(is - should) <= ROUNDING;
    }

    private void put(String name, Object value) {
        if (!name.equals("receivedTime") && !name.equals("coverage")) {
            values.put(row + "/" + name, value);
        }
    }

    @Override
    public void text(String name, String value) {}

    @Override
    public void number(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new AssertionError(row + "/" + name + " is " + value);
        }
        put(name, value);
    }

    @Override
    public void whole(String name, long value) {
        put(name, value);
    }

    @Override
    public void truth(String name, boolean value) {}

    @Override
    public void time(String name, Instant value) {
        put(name, value);
    }

    @Override
    public void day(String name, LocalDate value) {
        put(name, value);
    }

    @Override
    public void levels(String name, List<BookLevel> levels) {
        levels.forEach(level -> number(name + " " + level.price(), level.size()));
    }
}
