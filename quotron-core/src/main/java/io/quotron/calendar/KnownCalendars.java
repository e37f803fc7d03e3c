package io.quotron.calendar;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The built-in calendars by name; a new one is a line here. */
final class KnownCalendars {
    private static final Map<String, TradingCalendar> BY_NAME = new TreeMap<>(Map.of(
            ContinuousCalendar.INSTANCE.name(),
            ContinuousCalendar.INSTANCE,
            NewYorkCalendar.INSTANCE.name(),
            NewYorkCalendar.INSTANCE,
            "XNAS",
            NewYorkCalendar.INSTANCE));

    private KnownCalendars() {}

    static TradingCalendar get(String name) {
        TradingCalendar found = BY_NAME.get(name.toUpperCase(Locale.ROOT));
        if (found == null) {
            throw new IllegalArgumentException("no trading calendar is named '" + name.replaceAll("[^\\x20-\\x7e]", "?")
                    + "'; known are " + BY_NAME.keySet() + ", and any implementation of TradingCalendar can be given");
        }
        return found;
    }
}
