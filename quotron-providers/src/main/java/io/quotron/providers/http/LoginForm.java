package io.quotron.providers.http;

import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.model.SourceId;
import io.quotron.providers.internal.html.PageLimits;
import io.quotron.providers.internal.html.ParsedPage;
import io.quotron.providers.internal.http.HttpQuery;
import io.quotron.providers.internal.http.HttpReply;
import io.quotron.spi.RequestContext;
import io.quotron.spi.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jsoup.Connection;
import org.jsoup.nodes.FormElement;

/** The form of a login page: what it holds already, hidden tokens above all, is sent back with the credentials filled in. */
final class LoginForm {
    private final SourceId source;
    private final URI page;
    private final FormElement form;

    private LoginForm(SourceId source, URI page, FormElement form) {
        this.source = source;
        this.page = page;
        this.form = form;
    }

    /** Finds the form on a page. */
    static LoginForm find(SourceId source, HttpReply reply, String selector, RequestContext context) {
        ParsedPage parsed = ParsedPage.parse(source, reply.text(), PageLimits.defaults(), context);
        FormElement form = parsed.select(selector).stream()
                .map(element -> element instanceof FormElement found ? found : element.closest("form"))
                .filter(FormElement.class::isInstance)
                .map(FormElement.class::cast)
                .findFirst()
                .orElseThrow(() -> failure(source, "the login page has no form '" + selector + "'"));
        return new LoginForm(source, reply.uri(), form);
    }

    /** Makes the request that submits the form with the credentials. */
    HttpQuery submit(Map<String, Secret> credentials) {
        Map<String, String> fields = fields();
        Set<String> missing = new LinkedHashSet<>(credentials.keySet());
        missing.removeAll(fields.keySet());
        if (!missing.isEmpty()) {
            throw failure(source, "the login form has no fields " + missing + " but " + fields.keySet());
        }
        HttpQuery.Builder query = HttpQuery.post(action());
        fields.forEach((name, value) -> {
            Secret secret = credentials.get(name);
            if (secret == null) {
                query.form(name, value);
            } else {
                query.form(name, secret);
            }
        });
        return query.build();
    }

    /** As a browser does: of several buttons only the first is pressed. */
    private Map<String, String> fields() {
        Set<String> buttons =
                new LinkedHashSet<>(form.select("input[type=submit], button[type=submit], button:not([type])")
                        .eachAttr("name"));
        buttons.stream().findFirst().ifPresent(buttons::remove);
        Map<String, String> fields = new LinkedHashMap<>();
        for (Connection.KeyVal field : form.formData()) {
            if (!buttons.contains(field.key())) {
                fields.putIfAbsent(field.key(), field.value());
            }
        }
        return fields;
    }

    /** Credentials go back to the server that the login page came from, and nowhere else. */
    private URI action() {
        URI target;
        try {
            String told = form.attr("action").strip();
            target = told.isEmpty() ? page : page.resolve(new URI(told));
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw failure(source, "the login form is to be sent to an address that is none");
        }
        boolean home = Objects.equals(target.getScheme(), page.getScheme())
                && Objects.equals(target.getHost(), page.getHost())
                && target.getPort() == page.getPort()
                && target.getUserInfo() == null;
        if (!home) {
            throw new ProviderException(
                    source,
                    FailureReason.BLOCKED,
                    "the login form is to be sent to another server, " + target.getHost() + "; refused");
        }
        return target.getFragment() == null
                ? target
                : URI.create(target.toString().replaceFirst("#.*", ""));
    }

    private static ProviderException failure(SourceId source, String message) {
        return new ProviderException(source, FailureReason.MALFORMED_RESPONSE, message);
    }
}
