package io.quotron.bars;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with some settings, so that all of it is told at once. */
final class SettingChecks {
    private static final Duration LONGEST = Duration.ofDays(366);

    private final String what;
    private final List<String> mistakes = new ArrayList<>();

    SettingChecks(String what) {
        this.what = what;
    }

    SettingChecks require(boolean met, String mistake) {
        if (!met) {
            mistakes.add(mistake);
        }
        return this;
    }

    SettingChecks range(int value, int least, int most, String name) {
        boolean fits = value >= least && value <= most;
        return require(fits, name + " must be " + least + " to " + most + ", but is " + value);
    }

    SettingChecks range(Duration value, Duration least, String name) {
        boolean fits = value.compareTo(least) >= 0 && value.compareTo(LONGEST) <= 0;
        return require(fits, name + " must be " + least + " to 366 days, but is " + value);
    }

    void throwMistakes() {
        if (!mistakes.isEmpty()) {
            throw new IllegalStateException(what + " cannot be made: " + String.join("; ", mistakes));
        }
    }
}
