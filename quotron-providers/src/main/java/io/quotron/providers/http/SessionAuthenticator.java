package io.quotron.providers.http;

import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.error.RateLimitedException;
import io.quotron.model.SourceId;
import io.quotron.providers.internal.html.PageLimits;
import io.quotron.providers.internal.html.ParsedPage;
import io.quotron.providers.internal.html.Selectors;
import io.quotron.providers.internal.http.AddressCheck;
import io.quotron.providers.internal.http.CookieStore;
import io.quotron.providers.internal.http.HttpGateway;
import io.quotron.providers.internal.http.HttpQuery;
import io.quotron.providers.internal.http.HttpReply;
import io.quotron.spi.RequestContext;
import io.quotron.spi.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Signs in with the login form of a web site and keeps the session: cookies, their renewal, and what tells that it has ended.
 *
 * <pre>{@code
 * SessionAuthenticator session = SessionAuthenticator.builder(URI.create("https://data.example/login"))
 *         .field("user", Secret.fromEnvironment("EXAMPLE_USER"))
 *         .field("password", Secret.fromEnvironment("EXAMPLE_PASSWORD"))
 *         .lifetime(Duration.ofHours(8))
 *         .build();
 * String body = http.get(base).path("quotes").session(session).send(context).text();
 * }</pre>
 *
 * <p>The login page is loaded, its form is sent back with all that it holds already (hidden tokens above all) and the fields given
 * here. Both requests are charged. Credentials go only to the server of the login page, cookies only where RFC 6265 says, and neither
 * appears in any text.
 *
 * <p>However many threads find that there is no session, or that theirs was refused, one signs in and the others wait. A request that is
 * refused causes at most one login and is sent once more. After a login was refused nobody tries again for a while, so that a wrong
 * password does not lock the account.
 *
 * <p>Only for pages that the owner of the account may read by machine. Thread-safe; holds no connection and no thread.
 */
public final class SessionAuthenticator {
    private static final int UNAUTHORIZED = 401;
    private static final String PASSWORD_FORM = "form:has(input[type=password])";

    private final URI loginPage;
    private final String form;
    private final Map<String, Secret> fields;
    private final @Nullable Duration lifetime;
    private final @Nullable String signedOut;
    private final Duration pause;
    private final Object lock = new Object();
    private long generations;
    private @Nullable Session current;
    private @Nullable LoginFlight<Session> flight;
    private @Nullable Refusal refusal;

    private record Session(CookieStore cookies, long generation, long sinceNanos) {}

    private record Refusal(String message, long untilNanos) {}

    private SessionAuthenticator(Builder builder) {
        this.loginPage = builder.loginPage;
        this.form = builder.form;
        this.fields = new LinkedHashMap<>(builder.fields);
        this.lifetime = builder.lifetime;
        this.signedOut = builder.signedOut;
        this.pause = builder.pause;
    }

    /**
     * Starts an authenticator.
     *
     * @param loginPage the page that holds the login form
     * @return a builder: the first form with a password, no lifetime, a pause of one minute after a refused login
     */
    public static Builder builder(URI loginPage) {
        return new Builder(loginPage);
    }

    /** Sends a request within the session; signs in before if nobody is, and once more if the answer says so. */
    HttpReply send(SourceId source, HttpGateway gateway, HttpQuery query, RequestContext context) {
        Session session = session(source, gateway, 0, context);
        HttpReply reply = gateway.send(query, context, session.cookies());
        if (!isSignedOut(source, reply, context)) {
            return reply;
        }
        context.note("the session has ended; signing in again");
        Session renewed = session(source, gateway, session.generation(), context);
        HttpReply second = gateway.send(query, context, renewed.cookies());
        if (isSignedOut(source, second, context)) {
            throw new ProviderException(
                    source,
                    FailureReason.AUTHENTICATION,
                    "the server does not accept the session that it has just given");
        }
        return second;
    }

    private boolean isSignedOut(SourceId source, HttpReply reply, RequestContext context) {
        if (reply.status() == UNAUTHORIZED || isLoginPage(reply.uri())) {
            return true;
        }
        String selector = signedOut;
        return selector != null
                && reply.isHtml()
                && ParsedPage.parse(source, reply.text(), PageLimits.defaults(), context)
                        .first(selector)
                        .isPresent();
    }

    private boolean isLoginPage(URI address) {
        return Objects.equals(address.getHost(), loginPage.getHost())
                && Objects.equals(address.getPath(), loginPage.getPath());
    }

    /** Returns a session of a later generation than the one that was refused. */
    private Session session(SourceId source, HttpGateway gateway, long refused, RequestContext context) {
        while (true) {
            LoginFlight<Session> joined;
            boolean leader = false;
            synchronized (lock) {
                Session known = current;
                if (known != null && known.generation() > refused && isLive(known, context)) {
                    return known;
                }
                throwIfRefused(source, context);
                LoginFlight<Session> running = flight;
                if (running == null) {
                    running = new LoginFlight<>(source);
                    flight = running;
                    leader = true;
                }
                joined = running;
            }
            if (leader) {
                return lead(source, gateway, joined, context);
            }
            Optional<Session> shared = joined.await(context);
            if (shared.isPresent()) {
                return shared.get();
            }
        }
    }

    private boolean isLive(Session session, RequestContext context) {
        long age = context.time().nanoTime() - session.sinceNanos();
        boolean young = lifetime == null || age < lifetime.toNanos();
        return young && !session.cookies().isEmpty(context.time().now());
    }

    private void throwIfRefused(SourceId source, RequestContext context) {
        Refusal known = refusal;
        if (known == null) {
            return;
        }
        if (known.untilNanos() - context.time().nanoTime() > 0) {
            throw new ProviderException(
                    source,
                    FailureReason.AUTHENTICATION,
                    "no login is tried so soon after one that failed: " + known.message());
        }
        refusal = null;
    }

    private Session lead(SourceId source, HttpGateway gateway, LoginFlight<Session> led, RequestContext context) {
        try {
            CookieStore cookies = signIn(source, gateway, context);
            Session fresh;
            synchronized (lock) {
                fresh = new Session(cookies, ++generations, context.time().nanoTime());
                current = fresh;
                flight = null;
            }
            led.complete(fresh);
            context.note("signed in");
            return fresh;
        } catch (LoginFlight.ServerLimit e) {
            land(led, e);
            throw e.limited();
        } catch (RuntimeException | Error e) {
            remember(e, context);
            land(led, e);
            throw e;
        }
    }

    private void remember(Throwable failure, RequestContext context) {
        if (failure instanceof ProviderException refused && refused.reason() == FailureReason.AUTHENTICATION) {
            synchronized (lock) {
                long until = context.time().nanoTime() + pause.toNanos();
                refusal = new Refusal(String.valueOf(refused.getMessage()), until);
            }
        }
    }

    private void land(LoginFlight<Session> led, Throwable failure) {
        synchronized (lock) {
            current = null;
            flight = null;
        }
        led.fail(failure);
    }

    private CookieStore signIn(SourceId source, HttpGateway gateway, RequestContext context) {
        CookieStore cookies = new CookieStore();
        HttpReply page = gateway.send(HttpQuery.get(loginPage).build(), context, cookies);
        checkStatus(source, page, context, "the login page");
        HttpQuery filled = LoginForm.find(source, page, form, context).submit(fields);
        HttpReply answer = gateway.send(filled, context, cookies);
        checkStatus(source, answer, context, "the login");
        if (isRefused(source, answer, context)) {
            throw refused(source, "the server shows its login form again");
        }
        if (cookies.isEmpty(context.time().now())) {
            throw refused(source, "the server set no cookie");
        }
        return cookies;
    }

    private static void checkStatus(SourceId source, HttpReply reply, RequestContext context, String what) {
        int status = reply.status();
        if (status == 429) {
            throw new LoginFlight.ServerLimit(new RateLimitedException(
                    source,
                    "too many requests",
                    reply.retryAfter(context.time().now()).orElse(Duration.ZERO)));
        }
        if (status == UNAUTHORIZED || status == 403) {
            throw refused(source, "HTTP " + status);
        }
        if (status >= 400) {
            FailureReason reason = status >= 500 ? FailureReason.UNAVAILABLE : FailureReason.MALFORMED_RESPONSE;
            throw new ProviderException(source, reason, what + " answers HTTP " + status);
        }
    }

    /** A refused login leads back to the form, by a redirect or at once. */
    private boolean isRefused(SourceId source, HttpReply answer, RequestContext context) {
        Optional<String> location = answer.header("Location");
        if (answer.status() / 100 == 3 && location.isPresent()) {
            try {
                return isLoginPage(answer.uri().resolve(location.get().strip()));
            } catch (IllegalArgumentException notAnAddress) {
                return true;
            }
        }
        return answer.isHtml()
                && ParsedPage.parse(source, answer.text(), PageLimits.defaults(), context)
                        .first(form)
                        .isPresent();
    }

    private static ProviderException refused(SourceId source, String why) {
        return new ProviderException(
                source,
                FailureReason.AUTHENTICATION,
                "the login was refused (" + why + "); are the credentials right?");
    }

    /** Returns where it signs in, and nothing secret. */
    @Override
    public String toString() {
        return "session of " + loginPage.getHost();
    }

    /** Collects the settings of a {@link SessionAuthenticator}. Not thread-safe. */
    public static final class Builder {
        private final URI loginPage;
        private final Map<String, Secret> fields = new LinkedHashMap<>();
        private String form = PASSWORD_FORM;
        private @Nullable Duration lifetime;
        private @Nullable String signedOut;
        private Duration pause = Duration.ofMinutes(1);

        private Builder(URI loginPage) {
            this.loginPage = Objects.requireNonNull(loginPage, "loginPage");
        }

        /**
         * Sets a field of the form, such as the name of the user or the password.
         *
         * @param name the name of the field in the form, which must have it
         * @param value what to fill in
         * @return this builder
         */
        public Builder field(String name, Secret value) {
            fields.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
            return this;
        }

        /**
         * Says which form it is.
         *
         * @param selector a CSS selector of the form, without regular expressions
         * @return this builder
         * @throws IllegalArgumentException if it is no selector
         */
        public Builder form(String selector) {
            this.form = Selectors.checked(selector);
            return this;
        }

        /**
         * Sets after what time a session is renewed, whatever the server says. Without it a session lasts until the server refuses it or
         * its cookies expire.
         *
         * @param value a positive duration
         * @return this builder
         */
        public Builder lifetime(Duration value) {
            this.lifetime = Objects.requireNonNull(value, "lifetime");
            return this;
        }

        /**
         * Says what on a page tells that the session has ended, beside status 401 and a redirect to the login page.
         *
         * @param selector a CSS selector, without regular expressions, for example {@code form#login}
         * @return this builder
         * @throws IllegalArgumentException if it is no selector
         */
        public Builder signedOutWhen(String selector) {
            this.signedOut = Selectors.checked(selector);
            return this;
        }

        /**
         * Sets for how long nobody signs in after a login was refused.
         *
         * @param value zero or more; one minute by default
         * @return this builder
         */
        public Builder pauseAfterRefusal(Duration value) {
            this.pause = Objects.requireNonNull(value, "pauseAfterRefusal");
            return this;
        }

        /**
         * Makes the authenticator; no I/O.
         *
         * @return the authenticator
         * @throws IllegalStateException if the address is none, there is no field, or a duration makes no sense; names every mistake
         */
        public SessionAuthenticator build() {
            new AddressCheck().web("loginPage", loginPage).throwIfWrong("session");
            List<String> mistakes = new ArrayList<>();
            if (fields.isEmpty()) {
                mistakes.add("it has no field; give at least a user and a password");
            }
            if (lifetime != null && (lifetime.isZero() || lifetime.isNegative())) {
                mistakes.add("lifetime must be positive, but is " + lifetime);
            }
            if (pause.isNegative()) {
                mistakes.add("pauseAfterRefusal must be zero or more, but is " + pause);
            }
            if (!mistakes.isEmpty()) {
                throw new IllegalStateException("the session cannot be built: " + String.join("; ", mistakes));
            }
            return new SessionAuthenticator(this);
        }
    }
}
