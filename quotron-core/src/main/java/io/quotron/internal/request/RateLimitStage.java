package io.quotron.internal.request;

import io.quotron.error.QuotronException;
import io.quotron.error.RateLimitedException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * Watches the limits of a provider. Permits are taken where requests are sent, through the gate of the call's context, because
 * a call may need several requests; here a refusal of the server becomes a pause for everybody.
 */
final class RateLimitStage<K, V> implements Stage<K, V> {
    private final ProviderState state;
    private final Stage<K, V> next;

    RateLimitStage(ProviderState state, Stage<K, V> next) {
        this.state = state;
        this.next = next;
    }

    @Override
    public Map<Asked<K>, Outcome<V>> ask(Set<Asked<K>> keys, Call call) {
        Duration pause = state.limiter().pausedFor();
        if (!pause.isZero()) {
            throw new RateLimitedException(
                    state.source(), "asked to be left alone for another " + pause.toMillis() + " ms", pause);
        }
        try {
            Map<Asked<K>, Outcome<V>> outcomes = next.ask(keys, call);
            state.onNotLimited();
            return outcomes;
        } catch (RateLimitedException e) {
            throw call.isOwnRefusal(e) ? e : state.onLimited(e);
        } catch (QuotronException e) {
            state.onNotLimited();
            throw e;
        }
    }
}
