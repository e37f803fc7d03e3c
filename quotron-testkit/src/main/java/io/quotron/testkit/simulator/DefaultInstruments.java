package io.quotron.testkit.simulator;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.List;

/** What a simulator trades where nobody says otherwise. */
final class DefaultInstruments {
    private static final int FIRST_DIVIDEND_YEAR = 2012;
    private static final int LAST_DIVIDEND_YEAR = 2040;

    static final List<SimulatedInstrument> ALL = List.of(
            quarterly(SimulatedInstrument.share("AAPL"), 2, 0.24)
                    .name("Apple Inc.")
                    .price(228)
                    .dailyVolume(50e6)
                    .split(LocalDate.of(2014, 6, 9), 7, 1)
                    .split(LocalDate.of(2020, 8, 31), 4, 1)
                    .build(),
            quarterly(SimulatedInstrument.share("MSFT"), 2, 0.75)
                    .name("Microsoft Corporation")
                    .price(415)
                    .volatility(0.26)
                    .build(),
            SimulatedInstrument.share("GOOG")
                    .name("Alphabet Inc.")
                    .price(172)
                    .split(LocalDate.of(2022, 7, 18), 20, 1)
                    .build(),
            quarterly(SimulatedInstrument.fund("SPY"), 3, 1.70)
                    .name("SPDR S&P 500")
                    .price(570)
                    .build(),
            SimulatedInstrument.share("TSLA")
                    .name("Tesla, Inc.")
                    .price(255)
                    .volatility(0.55)
                    .dailyVolume(90e6)
                    .split(LocalDate.of(2020, 8, 31), 5, 1)
                    .split(LocalDate.of(2022, 8, 25), 3, 1)
                    .build(),
            SimulatedInstrument.share("VOD.L")
                    .name("Vodafone Group PLC")
                    .price(74)
                    .volatility(0.22)
                    .dailyVolume(60e6)
                    .dividend(LocalDate.of(2024, 6, 6), 3.83)
                    .dividend(LocalDate.of(2024, 11, 21), 1.88)
                    .dividend(LocalDate.of(2025, 6, 5), 1.90)
                    .dividend(LocalDate.of(2025, 11, 20), 1.93)
                    .build(),
            SimulatedInstrument.index("^GSPC").name("S&P 500").price(5700).build(),
            SimulatedInstrument.currency("EUR/USD").name("EUR/USD").price(1.09).build(),
            SimulatedInstrument.crypto("BTC/USD")
                    .name("Bitcoin USD")
                    .price(84_000)
                    .volatility(0.5)
                    .decimals(1)
                    .tradesPerMinute(30)
                    .dailyVolume(3_000)
                    .build(),
            SimulatedInstrument.crypto("ETH/USD")
                    .name("Ethereum USD")
                    .price(3_200)
                    .tradesPerMinute(20)
                    .dailyVolume(40e3)
                    .build(),
            SimulatedInstrument.crypto("SOL/USD")
                    .name("Solana USD")
                    .price(150)
                    .volatility(0.8)
                    .dailyVolume(400e3)
                    .build());

    private DefaultInstruments() {}

    /** Pays on the second Friday of the given month of each quarter. */
    private static SimulatedInstrument.Builder quarterly(
            SimulatedInstrument.Builder builder, int monthOfQuarter, double amount) {
        for (int year = FIRST_DIVIDEND_YEAR; year <= LAST_DIVIDEND_YEAR; year++) {
            for (int month = monthOfQuarter; month <= 12; month += 3) {
                LocalDate first = LocalDate.of(year, month, 1);
                builder.dividend(first.with(TemporalAdjusters.dayOfWeekInMonth(2, DayOfWeek.FRIDAY)), amount);
            }
        }
        return builder;
    }
}
