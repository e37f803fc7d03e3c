package io.quotron.providers.yahoo;

import io.quotron.providers.internal.json.JsonValue;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * The fields of an object that Yahoo may write in two ways: {@code "bid": 5} or, formatted, {@code "bid": {"raw": 5, "fmt": "5.00"}}, where
 * <code>{}</code> stands for nothing.
 *
 * @param object the object
 * @param path where it is in the document, for messages; ends with a dot
 */
record YahooFields(JsonValue object, String path) {
    private static final long FUTURE_SECONDS = 300;
    private static final long ONE_DAY = 86_400;
    private static final Pattern NOT_ZERO = Pattern.compile("^-?[0.]*[1-9]");

    private JsonValue plain(String name) {
        JsonValue value = object.get(name);
        return value.is(JsonValue.Kind.OBJECT) ? value.get("raw") : value;
    }

    /** Returns a number; one that is too small for a double is none, and not zero. */
    OptionalDouble number(String name) {
        JsonValue value = plain(name);
        OptionalDouble number = value.decimal();
        boolean vanished = number.isPresent()
                && number.getAsDouble() == 0
                && NOT_ZERO.matcher(value.numberText().orElse("")).find();
        return vanished ? OptionalDouble.empty() : number;
    }

    /** Returns a number for which zero stands for none. */
    OptionalDouble nonZero(String name) {
        OptionalDouble value = number(name);
        return value.orElse(0) == 0 ? OptionalDouble.empty() : value;
    }

    /** Returns a number that makes sense above zero only. */
    OptionalDouble positive(String name) {
        OptionalDouble value = number(name);
        return value.isPresent() && value.getAsDouble() > 0 ? value : OptionalDouble.empty();
    }

    /** Returns a whole number. */
    OptionalLong whole(String name) {
        return plain(name).whole();
    }

    /** Returns a text that is not blank. */
    Optional<String> text(String name) {
        return object.get(name).text().filter(text -> !text.isBlank());
    }

    /** Returns a price; zero stands for none. */
    OptionalDouble price(String name, boolean negativeAllowed) {
        OptionalDouble value = number(name);
        boolean usable = value.isPresent() && (value.getAsDouble() > 0 || (negativeAllowed && value.getAsDouble() < 0));
        return usable ? value : OptionalDouble.empty();
    }

    /** Returns a time; empty for one that cannot be, as 1970 or the future. */
    Optional<Instant> time(String name, Instant now) {
        OptionalLong seconds = whole(name);
        boolean believable = seconds.isPresent()
                && seconds.getAsLong() > ONE_DAY
                && seconds.getAsLong() <= now.getEpochSecond() + FUTURE_SECONDS;
        return believable ? Optional.of(Instant.ofEpochSecond(seconds.getAsLong())) : Optional.empty();
    }

    /** Tells whether a field is not there, or says itself that it holds nothing. */
    boolean isAbsent(String name) {
        return plain(name).isAbsent();
    }

    /** Refuses a field that holds something, but no number: the format has changed. */
    void throwUnlessNumber(String name) {
        JsonValue value = plain(name);
        if (!value.isAbsent() && value.decimal().isEmpty()) {
            throw YahooErrors.malformedAt(path + name, value, "a number");
        }
    }

    /** Makes the exception for a field that must be there. */
    RuntimeException missing(String name) {
        return YahooErrors.malformedAt(path + name, plain(name), "there");
    }
}
