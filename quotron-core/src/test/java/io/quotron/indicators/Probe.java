package io.quotron.indicators;

import java.util.List;
import java.util.function.Supplier;

/** One way to look at every indicator: fed by bars, read as rows. */
record Probe(String name, Supplier<Subject> maker) {
    /** What every indicator can do. */
    interface Subject {
        boolean update(RandomBars bars, int index);

        void peek(RandomBars bars, int index, double[] out);

        double[] row();

        byte[] snapshot();

        void restore(byte[] snapshot);

        void reset();
    }

    static List<Probe> all() {
        return List.of(
                new Probe("sma 1", () -> of(new Sma(1))),
                new Probe("sma 20", () -> of(new Sma(20))),
                new Probe("sma 200", () -> of(new Sma(200))),
                new Probe("ema 1", () -> of(new Ema(1))),
                new Probe("ema 12", () -> of(new Ema(12))),
                new Probe("rsi 1", () -> of(new Rsi(1))),
                new Probe("rsi 14", () -> of(new Rsi(14))),
                new Probe("macd", () -> of(new Macd(12, 26, 9))),
                new Probe("macd 1", () -> of(new Macd(1, 2, 1))),
                new Probe("bollinger", () -> of(new BollingerBands(20, 2))),
                new Probe("bollinger 1", () -> of(new BollingerBands(1, 2))),
                new Probe("stochastic", () -> of(new Stochastic(14, 3))),
                new Probe("stochastic 1", () -> of(new Stochastic(1, 1))),
                new Probe("atr 1", () -> of(new Atr(1))),
                new Probe("atr 14", () -> of(new Atr(14))),
                new Probe("adx 1", () -> of(new Adx(1))),
                new Probe("adx 14", () -> of(new Adx(14))),
                new Probe("vwap", () -> of(new Vwap())),
                new Probe("standard set", () -> of(IndicatorSet.standard().start())));
    }

    static Subject of(Indicator indicator) {
        return new StateSubject(indicator) {
            @Override
            public boolean update(RandomBars bars, int i) {
                return indicator.update(bars.closes[i]);
            }

            @Override
            public void peek(RandomBars bars, int i, double[] out) {
                indicator.peek(bars.closes[i], out);
            }
        };
    }

    static Subject of(BarIndicator indicator) {
        return new StateSubject(indicator) {
            @Override
            public boolean update(RandomBars b, int i) {
                return indicator.update(b.opens[i], b.highs[i], b.lows[i], b.closes[i], b.volumes[i], b.sessions[i]);
            }

            @Override
            public void peek(RandomBars b, int i, double[] out) {
                indicator.peek(b.opens[i], b.highs[i], b.lows[i], b.closes[i], b.volumes[i], b.sessions[i], out);
            }
        };
    }

    static Subject of(IndicatorSet.Run run) {
        return new Subject() {
            @Override
            public boolean update(RandomBars b, int i) {
                return run.update(b.opens[i], b.highs[i], b.lows[i], b.closes[i], b.volumes[i], b.sessions[i]);
            }

            @Override
            public void peek(RandomBars b, int i, double[] out) {
                run.peek(b.opens[i], b.highs[i], b.lows[i], b.closes[i], b.volumes[i], b.sessions[i], out);
            }

            @Override
            public double[] row() {
                double[] out = new double[20];
                run.copyTo(out);
                return out;
            }

            @Override
            public byte[] snapshot() {
                return run.snapshot();
            }

            @Override
            public void restore(byte[] snapshot) {
                run.restore(snapshot);
            }

            @Override
            public void reset() {
                run.reset();
            }
        };
    }

    /** The part that is the same for all single indicators. */
    private abstract static class StateSubject implements Subject {
        private final IndicatorState state;

        StateSubject(IndicatorState state) {
            this.state = state;
        }

        @Override
        public double[] row() {
            double[] out = new double[state.outputs().size()];
            for (int i = 0; i < out.length; i++) {
                out[i] = state.value(i);
            }
            return out;
        }

        @Override
        public byte[] snapshot() {
            return state.snapshot();
        }

        @Override
        public void restore(byte[] snapshot) {
            state.restore(snapshot);
        }

        @Override
        public void reset() {
            state.reset();
        }
    }

    /** Names the parameterised tests. */
    @Override
    public String toString() {
        return name;
    }
}
