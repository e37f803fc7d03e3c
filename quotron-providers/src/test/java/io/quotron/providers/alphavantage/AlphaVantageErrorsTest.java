package io.quotron.providers.alphavantage;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import io.quotron.error.RateLimitedException;
import io.quotron.error.Result;
import io.quotron.model.Adjustment;
import io.quotron.model.Interval;
import io.quotron.model.Quote;
import io.quotron.model.Symbol;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlphaVantageErrorsTest {
    private static final Symbol ACME = Symbol.of("ACME");

    private final AlphaVantageStub stub = new AlphaVantageStub();

    @AfterEach
    void close() {
        stub.close();
    }

    /** Asks for a quote, which tells the reason in its entry or throws it, and checks that no text holds the key. */
    static void assertReason(AlphaVantageStub stub, FailureReason reason, Duration pause) {
        QuotronException thrown = catchFailure(() -> {
            Result<Quote> entry = stub.free()
                    .quotes()
                    .orElseThrow()
                    .fetchQuotes(Set.of(ACME), stub.context())
                    .get(ACME);
            assertThat(entry).isNotNull();
            throw entry instanceof Result.Failure<Quote> failure
                    ? new QuotronException(failure.reason(), failure.message())
                    : new AssertionError("a quote: " + entry);
        });
        assertThat(thrown.reason()).as(thrown.getMessage()).isEqualTo(reason);
        if (thrown instanceof RateLimitedException limited) {
            assertThat(limited.retryAfter()).isEqualTo(pause);
        }
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        assertThat(text.toString()).doesNotContain("CANARY");
    }

    private static QuotronException catchFailure(ThrowingCallable call) {
        try {
            call.call();
        } catch (QuotronException e) {
            return e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("nothing was thrown");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Information   | We have detected your API key as CANARY/KEY+0123456789 and our standard API rate limit is 25 requests per day. Please subscribe to any of the premium plans to instantly remove all daily rate limits. | RATE_LIMITED | 50400
            Information   | Please consider spreading out your free API requests more sparingly (1 request per second). Premium plans lift the free key rate limit (25 requests per day). | RATE_LIMITED | 2
            Information   | Burst pattern detected. Please consider spreading out your API requests more evenly. | RATE_LIMITED | 2
            Information   | Thank you! This is a premium endpoint. You may subscribe to any of the premium plans to instantly unlock all premium endpoints. | AUTHENTICATION | 0
            Information   | The outputsize=full parameter value is a premium feature for the TIME_SERIES_DAILY endpoint. | AUTHENTICATION | 0
            Information   | The **demo** API key is for demo purposes only. Please claim your free API key. | AUTHENTICATION | 0
            Information   | Something nobody has written before. | RATE_LIMITED | 60
            Information   | Please upgrade. | AUTHENTICATION | 0
            Note          | Our standard API call frequency is 5 calls per minute and 100 calls per day. | RATE_LIMITED | 60
            Note          | A new wording of something. | RATE_LIMITED | 60
            NOTE          | A new wording of something. | RATE_LIMITED | 60
            Error Message | Invalid API call. Please retry. | SYMBOL_UNKNOWN | 0
            Error Message | Whatever went wrong for CANARY/KEY+0123456789. | SYMBOL_UNKNOWN | 0
            Error Message | the parameter apikey is invalid or missing. Please claim your free API key. | AUTHENTICATION | 0
            Error Message | This API function (GLOBAL_QUOTE) does not exist. | UNSUPPORTED | 0
            message       | This is a premium endpoint. | AUTHENTICATION | 0
            message       | Something with CANARY/KEY+0123456789 | MALFORMED_RESPONSE | 0
            detail        | Something with CANARY/KEY+0123456789 | MALFORMED_RESPONSE | 0
            """)
    void quote_textInsteadOfData_hasItsReason(String key, String text, FailureReason reason, long pause) {
        stub.on("GLOBAL_QUOTE", "{\"" + key + "\": \"" + text + "\"}");

        assertReason(stub, reason, Duration.ofSeconds(pause));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T15:00:00Z,14",
        "2026-11-20T23:00:00Z,6",
        "2026-11-20T02:00:00Z,22",
        "2026-07-20T03:30:00Z,20.5"
    })
    void untilNextDay_anyTime_isTheLaterMidnight(Instant now, double hours) {
        Duration pause = AlphaVantageErrors.untilNextDay(now);

        assertThat(pause.toMinutes()).isEqualTo((long) (hours * 60));
    }

    @Test
    void bars_csvAskedAsJsonError_isRecognised() {
        stub.on("LISTING_STATUS", "{\"Information\": \"our standard API rate limit is 25 requests per day\"}");

        QuotronException thrown =
                catchFailure(() -> stub.free().discovery().orElseThrow().discover("", stub.context()));

        assertThat(thrown.reason()).isEqualTo(FailureReason.RATE_LIMITED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Information\":{}}",
                "{\"Time Series (Daily)\":[]}",
                "{\"Time Series (5min)\":{}}",
                "{\"Meta Data\":{\"2. Symbol\":\"OTHER\"},\"Time Series (Daily)\":{}}",
                "{\"Time Series (Daily)\":{\"2026-11-18\":{\"1. open\":\"1\"}}}",
                "{\"Time Series (Daily)\":{\"2026-11-18\":\"x\"}}",
                "timestamp,open,high,low,close,volume\r\n2026-11-18,1,2,1,1,1",
                "time,SMA\r\n2026-11-18,1\r\n",
                "Too many cooks"
            })
    void bars_otherShape_isMalformed(String body) {
        stub.on("TIME_SERIES_DAILY", body);

        QuotronException thrown = catchFailure(() -> stub.bars(
                stub.free(), "ACME", Interval.DAY_1, Adjustment.RAW, "2026-11-01T00:00:00Z", "2026-11-20T00:00:00Z"));

        assertThat(thrown.reason()).as(thrown.getMessage()).isEqualTo(FailureReason.MALFORMED_RESPONSE);
    }

    @ParameterizedTest
    @CsvSource({
        "Information, Invalid inputs. Please refer to the API documentation and try again., SYMBOL_UNKNOWN",
        "Error Message, Our system detected unusual traffic: slow down, RATE_LIMITED",
        "Error Message, You have reached the 100 requests/day limit, RATE_LIMITED",
    })
    void bars_unseenWords_areJudgedByWhatTheySay(String key, String words, FailureReason reason) {
        stub.on("TIME_SERIES_DAILY", "{\"" + key + "\":\"" + words + "\"}");

        QuotronException thrown = catchFailure(() -> stub.bars(
                stub.free(), "ACME", Interval.DAY_1, Adjustment.RAW, "2026-11-01T00:00:00Z", "2026-11-20T00:00:00Z"));

        assertThat(thrown.reason()).isEqualTo(reason);
    }

    @Test
    void bars_belowADayInAnUnknownZone_areMalformed() {
        stub.on("TIME_SERIES_INTRADAY", "{\"Meta Data\":{\"6. Time Zone\":\"Mars\"},\"Time Series (60min)\":{}}");

        QuotronException thrown = catchFailure(() -> stub.bars(
                stub.free(), "ACME", Interval.HOUR_1, Adjustment.RAW, "2026-11-18T00:00:00Z", "2026-11-20T00:00:00Z"));

        assertThat(thrown.reason()).as(thrown.getMessage()).isEqualTo(FailureReason.MALFORMED_RESPONSE);
    }

    @Test
    void bars_unusableRow_namesItsPath() {
        stub.on("TIME_SERIES_DAILY", "{\"Time Series (Daily)\":{\"2026-11-18\":{\"1. open\":\"None\"}}}");

        QuotronException thrown = catchFailure(() -> stub.bars(
                stub.free(), "ACME", Interval.DAY_1, Adjustment.RAW, "2026-11-01T00:00:00Z", "2026-11-20T00:00:00Z"));

        assertThat(thrown).hasMessageContaining("Time Series (Daily)/2026-11-18");
    }

    @Test
    void quote_index_isUnsupportedAndNobodyIsAsked() {
        Symbol index = Symbol.of("^GSPC");

        Result<Quote> entry = stub.free()
                .quotes()
                .orElseThrow()
                .fetchQuotes(Set.of(index), stub.context())
                .get(index);

        assertThat(entry)
                .isInstanceOfSatisfying(
                        Result.Failure.class,
                        failure -> assertThat(failure.reason()).isEqualTo(FailureReason.UNSUPPORTED));
        assertThat(stub.asked()).isEmpty();
    }

    @Test
    void build_withoutKey_saysWhatToDo() {
        IllegalStateException thrown = org.junit.jupiter.api.Assertions.assertThrows(
                IllegalStateException.class,
                () -> AlphaVantageProvider.builder().build());

        assertThat(thrown).hasMessageContaining("apiKey");
    }
}
