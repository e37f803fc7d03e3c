package io.quotron.indicators;

/**
 * The state behind the standard set: one kernel per indicator, and one for several where they share it (the average of 20
 * is also the middle band, the exponential average of 26 also the slow one of the MACD). The kernels are those of the
 * single indicators, so the values are equal to theirs to the last bit.
 *
 * <p>All recurrences of a bar are independent of each other, so the processor works on many at once; nothing branches on
 * the data apart from warm-up, and nothing is allocated.
 */
final class StandardKernels implements Kernel {
    private final RsiKernel rsi = new RsiKernel(14);
    private final MacdKernel macd = new MacdKernel(12, 26, 9);
    private final DeviationKernel deviation20 = new DeviationKernel(20);
    private final MeanKernel mean20 = new MeanKernel(20);
    private final MeanKernel mean50 = new MeanKernel(50);
    private final MeanKernel mean100 = new MeanKernel(100);
    private final MeanKernel mean200 = new MeanKernel(200);
    private final EmaKernel ema12 = new EmaKernel(12);
    private final EmaKernel ema26 = new EmaKernel(26);
    private final EmaKernel ema50 = new EmaKernel(50);
    private final VwapKernel vwap = new VwapKernel();
    private final StochasticKernel stochastic = new StochasticKernel(14, 3);
    private final AtrKernel atr = new AtrKernel(14);
    private final AdxKernel adx = new AdxKernel(14);
    private final MeanKernel volume20 = new MeanKernel(20);

    void addPrices(double high, double low, double close, double[] row) {
        addAverages(close, row);
        row[IndicatorSet.RSI] = rsi.add(close);
        stochastic.add(high, low, close);
        row[IndicatorSet.STOCH_K] = stochastic.k;
        row[IndicatorSet.STOCH_D] = stochastic.d;
        row[IndicatorSet.ATR] = atr.add(high, low, close);
        row[IndicatorSet.ADX] = adx.add(high, low);
    }

    private void addAverages(double close, double[] row) {
        double middle = mean20.add(close);
        bands(middle, deviation20.add(close), row);
        row[IndicatorSet.SMA_50] = mean50.add(close);
        row[IndicatorSet.SMA_100] = mean100.add(close);
        row[IndicatorSet.SMA_200] = mean200.add(close);
        row[IndicatorSet.EMA_12] = ema12.add(close);
        double slow = ema26.add(close);
        row[IndicatorSet.EMA_26] = slow;
        row[IndicatorSet.EMA_50] = ema50.add(close);
        macd.add(close, slow);
        row[IndicatorSet.MACD] = macd.line;
        row[IndicatorSet.MACD_SIGNAL] = macd.signalLine;
        row[IndicatorSet.MACD_HISTOGRAM] = macd.histogram;
    }

    private static void bands(double middle, double deviation, double[] row) {
        row[IndicatorSet.SMA_20] = middle;
        row[IndicatorSet.BB_UPPER] = middle + 2.0 * deviation;
        row[IndicatorSet.BB_MIDDLE] = middle;
        row[IndicatorSet.BB_LOWER] = middle - 2.0 * deviation;
    }

    void addVolume(double high, double low, double close, double volume, long session, double[] row) {
        row[IndicatorSet.VWAP] = vwap.add(high, low, close, volume, session);
        row[IndicatorSet.VOLUME_SMA] = volume20.add(volume);
    }

    void peekPrices(double high, double low, double close, double[] row) {
        double middle = mean20.peek(close);
        bands(middle, deviation20.peek(close), row);
        row[IndicatorSet.SMA_50] = mean50.peek(close);
        row[IndicatorSet.SMA_100] = mean100.peek(close);
        row[IndicatorSet.SMA_200] = mean200.peek(close);
        row[IndicatorSet.EMA_12] = ema12.peek(close);
        double slow = ema26.peek(close);
        row[IndicatorSet.EMA_26] = slow;
        row[IndicatorSet.EMA_50] = ema50.peek(close);
        macd.peek(close, slow, row, IndicatorSet.MACD);
        row[IndicatorSet.RSI] = rsi.peek(close);
        stochastic.peek(high, low, close, row, IndicatorSet.STOCH_K);
        row[IndicatorSet.ATR] = atr.peek(high, low);
        row[IndicatorSet.ADX] = adx.peek(high, low);
    }

    void peekVolume(double high, double low, double close, double volume, long session, double[] row) {
        row[IndicatorSet.VWAP] = vwap.peek(high, low, close, volume, session);
        row[IndicatorSet.VOLUME_SMA] = volume20.peek(volume);
    }

    @Override
    public void reset() {
        for (Kernel kernel : all()) {
            kernel.reset();
        }
    }

    @Override
    public void save(StateWriter to) {
        for (Kernel kernel : all()) {
            kernel.save(to);
        }
    }

    @Override
    public void load(StateReader from) {
        for (Kernel kernel : all()) {
            kernel.load(from);
        }
    }

    private Kernel[] all() {
        return new Kernel[] {
            rsi,
            macd,
            deviation20,
            mean20,
            mean50,
            mean100,
            mean200,
            ema12,
            ema26,
            ema50,
            vwap,
            stochastic,
            atr,
            adx,
            volume20
        };
    }
}
