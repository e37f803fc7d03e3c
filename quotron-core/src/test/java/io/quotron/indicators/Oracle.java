package io.quotron.indicators;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;

/** The definitions of the indicators written down naively, each value from scratch, to compare with. */
final class Oracle {
    private Oracle() {}

    static double[] absent(int size) {
        double[] out = new double[size];
        Arrays.fill(out, Double.NaN);
        return out;
    }

    static double mean(double[] x, int fromInclusive, int toInclusive) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = fromInclusive; i <= toInclusive; i++) {
            sum = sum.add(new BigDecimal(x[i]));
        }
        return sum.divide(BigDecimal.valueOf(toInclusive - fromInclusive + 1L), MathContext.DECIMAL128)
                .doubleValue();
    }

    static double[] sma(double[] x, int n) {
        double[] out = absent(x.length);
        for (int i = n - 1; i < x.length; i++) {
            out[i] = mean(x, i - n + 1, i);
        }
        return out;
    }

    static double[] deviation(double[] x, int n) {
        double[] out = absent(x.length);
        for (int i = n - 1; i < x.length; i++) {
            BigDecimal sum = BigDecimal.ZERO;
            for (int j = i - n + 1; j <= i; j++) {
                sum = sum.add(new BigDecimal(x[j]));
            }
            BigDecimal mean = sum.divide(BigDecimal.valueOf(n), MathContext.DECIMAL128);
            BigDecimal squares = BigDecimal.ZERO;
            for (int j = i - n + 1; j <= i; j++) {
                BigDecimal d = new BigDecimal(x[j]).subtract(mean);
                squares = squares.add(d.multiply(d));
            }
            out[i] = Math.sqrt(squares.divide(BigDecimal.valueOf(n), MathContext.DECIMAL128)
                    .doubleValue());
        }
        return out;
    }

    /** Exponential average whose seed is the mean of the n numbers that end at index {@code seedAt}. */
    static double[] ema(double[] x, int n, int seedAt) {
        double[] out = absent(x.length);
        if (seedAt >= x.length) {
            return out;
        }
        double k = 2.0 / (n + 1);
        out[seedAt] = mean(x, seedAt - n + 1, seedAt);
        for (int i = seedAt + 1; i < x.length; i++) {
            out[i] = k * x[i] + (1 - k) * out[i - 1];
        }
        return out;
    }

    static double[][] macd(double[] x, int fast, int slow, int signal) {
        double[] quick = ema(x, fast, slow - 1);
        double[] steady = ema(x, slow, slow - 1);
        double[] distance = absent(x.length);
        for (int i = 0; i < x.length; i++) {
            distance[i] = quick[i] - steady[i];
        }
        double[] average = ema(distance, signal, slow + signal - 2);
        double[][] out = {absent(x.length), average, absent(x.length)};
        for (int i = slow + signal - 2; i < x.length; i++) {
            out[0][i] = distance[i];
            out[2][i] = distance[i] - average[i];
        }
        return out;
    }

    static double[] rsi(double[] x, int n) {
        double[] out = absent(x.length);
        double up = 0;
        double down = 0;
        for (int i = 1; i < x.length; i++) {
            double gain = x[i] > x[i - 1] ? x[i] - x[i - 1] : 0;
            double loss = x[i] < x[i - 1] ? x[i - 1] - x[i] : 0;
            if (i <= n) {
                up += gain / n;
                down += loss / n;
            } else {
                up = up * (n - 1) / n + gain / n;
                down = down * (n - 1) / n + loss / n;
            }
            if (i >= n) {
                out[i] = up + down == 0 ? 50 : 100 - 100 / (1 + up / down);
            }
        }
        return out;
    }

    static double[] trueRanges(double[] high, double[] low, double[] close) {
        double[] out = absent(close.length);
        for (int i = 1; i < close.length; i++) {
            double span = high[i] - low[i];
            double above = Math.abs(high[i] - close[i - 1]);
            double below = Math.abs(low[i] - close[i - 1]);
            out[i] = Math.max(span, Math.max(above, below));
        }
        return out;
    }

    static double[] atr(double[] high, double[] low, double[] close, int n) {
        double[] ranges = trueRanges(high, low, close);
        double[] out = absent(close.length);
        for (int i = n; i < close.length; i++) {
            out[i] = i == n ? mean(ranges, 1, n) : out[i - 1] + (ranges[i] - out[i - 1]) / n;
        }
        return out;
    }

    static double[] adx(double[] high, double[] low, double[] close, int n) {
        double[] ranges = trueRanges(high, low, close);
        double[] out = absent(close.length);
        double plus = 0;
        double minus = 0;
        double range = 0;
        double sum = 0;
        for (int i = 1; i < close.length; i++) {
            double up = high[i] - high[i - 1];
            double down = low[i - 1] - low[i];
            double fade = i < n ? 1 : 1 - 1.0 / n;
            plus = plus * fade + (up > down && up > 0 ? up : 0);
            minus = minus * fade + (down > up && down > 0 ? down : 0);
            range = range * fade + ranges[i];
            double plusIndex = 100 * plus / range;
            double minusIndex = 100 * minus / range;
            boolean moved = range > 0 && plusIndex + minusIndex > 0;
            double dx = moved ? 100 * Math.abs(plusIndex - minusIndex) / (plusIndex + minusIndex) : 0;
            if (i >= n && i < 2 * n) {
                sum += dx;
            }
            if (i == 2 * n - 1) {
                out[i] = sum / n;
            } else if (i >= 2 * n) {
                out[i] = moved ? (out[i - 1] * (n - 1) + dx) / n : out[i - 1];
            }
        }
        return out;
    }

    static double[][] stochastic(double[] high, double[] low, double[] close, int n, int m) {
        double[] raw = absent(close.length);
        for (int i = n - 1; i < close.length; i++) {
            double top = Arrays.stream(high, i - n + 1, i + 1).max().orElseThrow();
            double bottom = Arrays.stream(low, i - n + 1, i + 1).min().orElseThrow();
            raw[i] = top == bottom ? 50 : 100 * (close[i] - bottom) / (top - bottom);
        }
        double[][] out = {absent(close.length), absent(close.length)};
        for (int i = n + m - 2; i < close.length; i++) {
            out[0][i] = raw[i];
            out[1][i] = mean(raw, i - m + 1, i);
        }
        return out;
    }

    static double[] vwap(double[] high, double[] low, double[] close, double[] volume, long[] session) {
        double[] out = absent(close.length);
        for (int i = 0; i < close.length; i++) {
            BigDecimal amount = BigDecimal.ZERO;
            BigDecimal traded = BigDecimal.ZERO;
            for (int j = i; j >= 0 && session[j] == session[i]; j--) {
                double typical = (high[j] + low[j] + close[j]) / 3;
                amount = amount.add(new BigDecimal(typical).multiply(new BigDecimal(volume[j])));
                traded = traded.add(new BigDecimal(volume[j]));
            }
            if (traded.signum() > 0) {
                out[i] = amount.divide(traded, MathContext.DECIMAL128).doubleValue();
            }
        }
        return out;
    }
}
