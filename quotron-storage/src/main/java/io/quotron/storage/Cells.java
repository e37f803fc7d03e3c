package io.quotron.storage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads the columns of the current row from left to right. Not thread-safe. */
final class Cells {
    private final ResultSet rows;
    private int index;

    Cells(ResultSet rows) {
        this.rows = rows;
    }

    String text() throws SQLException {
        String value = textOrNull();
        if (value == null) {
            throw new IllegalArgumentException("column " + rows.getMetaData().getColumnName(index) + " is NULL");
        }
        return value;
    }

    @Nullable
    String textOrNull() throws SQLException {
        return rows.getString(++index);
    }

    <E extends Enum<E>> E constant(Class<E> type) throws SQLException {
        return Enum.valueOf(type, text());
    }

    long integer() throws SQLException {
        return rows.getLong(++index);
    }

    OptionalLong integerIfAny() throws SQLException {
        long value = integer();
        return rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    }

    boolean flag() throws SQLException {
        return integer() != 0;
    }

    double real() throws SQLException {
        return rows.getDouble(++index);
    }

    OptionalDouble realIfAny() throws SQLException {
        double value = real();
        return rows.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    Instant time() throws SQLException {
        return EpochNanos.instantOf(integer());
    }
}
