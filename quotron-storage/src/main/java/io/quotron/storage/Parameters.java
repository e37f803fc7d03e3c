package io.quotron.storage;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Sets the parameters of one statement from left to right. Not thread-safe. */
final class Parameters {
    private final PreparedStatement statement;
    private int index;

    Parameters(PreparedStatement statement) {
        this.statement = statement;
    }

    /** Goes back to the first parameter. */
    Parameters restart() {
        index = 0;
        return this;
    }

    Parameters text(@Nullable String value) throws SQLException {
        statement.setString(++index, value);
        return this;
    }

    Parameters text(Object value) throws SQLException {
        return text(value.toString());
    }

    Parameters integer(long value) throws SQLException {
        statement.setLong(++index, value);
        return this;
    }

    Parameters integer(OptionalLong value) throws SQLException {
        return value.isPresent() ? integer(value.getAsLong()) : nothing(Types.INTEGER);
    }

    Parameters flag(boolean value) throws SQLException {
        return integer(value ? 1 : 0);
    }

    Parameters real(double value) throws SQLException {
        statement.setDouble(++index, value);
        return this;
    }

    Parameters real(OptionalDouble value) throws SQLException {
        return value.isPresent() ? real(value.getAsDouble()) : nothing(Types.DOUBLE);
    }

    Parameters time(Instant value) throws SQLException {
        if (!EpochNanos.fits(value)) {
            throw new IllegalArgumentException("time " + value + " is outside 1677 to 2262");
        }
        return integer(EpochNanos.exact(value));
    }

    Parameters nothing(int type) throws SQLException {
        statement.setNull(++index, type);
        return this;
    }
}
