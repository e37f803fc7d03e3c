package io.quotron.json;

import io.quotron.model.BookLevel;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** Is told the fields of a value, in the order of the JSON form; of absent fields it is told nothing. */
public interface FieldVisitor {
    /**
     * A text.
     *
     * @param name the name of the field
     * @param value the text
     */
    void text(String name, String value);

    /**
     * A number.
     *
     * @param name the name of the field
     * @param value a finite number
     */
    void number(String name, double value);

    /**
     * A count.
     *
     * @param name the name of the field
     * @param value a whole number
     */
    void whole(String name, long value);

    /**
     * A truth.
     *
     * @param name the name of the field
     * @param value true or false
     */
    void truth(String name, boolean value);

    /**
     * A moment.
     *
     * @param name the name of the field
     * @param value the moment
     */
    void time(String name, Instant value);

    /**
     * A day in the calendar of an exchange.
     *
     * @param name the name of the field
     * @param value the day
     */
    void day(String name, LocalDate value);

    /**
     * The levels of one side of an order book, best first.
     *
     * @param name the name of the field
     * @param levels the levels
     */
    void levels(String name, List<BookLevel> levels);
}
