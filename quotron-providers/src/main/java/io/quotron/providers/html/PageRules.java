package io.quotron.providers.html;

import io.quotron.model.Adjustment;
import io.quotron.model.CurrencyUnit;
import io.quotron.model.SeriesIdentity;
import io.quotron.model.Symbol;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What all kinds of pages share. */
record PageRules(
        PageAddress address,
        Function<Symbol, Optional<String>> symbols,
        NumberStyle numbers,
        DateStyle dates,
        ZoneId zone,
        @Nullable CurrencyUnit currency,
        Adjustment adjustment,
        SeriesIdentity.Session session,
        List<String> unknownTexts,
        List<String> unknownPaths,
        List<String> noDataTexts,
        List<String> limitTexts) {}
