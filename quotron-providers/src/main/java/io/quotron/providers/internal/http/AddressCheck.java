package io.quotron.providers.internal.http;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Looks at the addresses that a host gave to the builder of a provider, and names every mistake at once. Not thread-safe. */
public final class AddressCheck {
    private static final Set<String> WEB = Set.of("http", "https");
    private static final Set<String> WEB_SOCKET = Set.of("ws", "wss");

    private final List<String> mistakes = new ArrayList<>();

    public AddressCheck web(String name, URI uri) {
        return check(name, uri, WEB);
    }

    public AddressCheck webSocket(String name, URI uri) {
        return check(name, uri, WEB_SOCKET);
    }

    private AddressCheck check(String name, URI uri, Set<String> schemes) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!schemes.contains(scheme) || uri.getHost() == null || uri.getUserInfo() != null) {
            mistakes.add(name + " must be an address with a host, without credentials, that starts with one of "
                    + schemes.stream().sorted().toList() + ", but has scheme '" + uri.getScheme() + "' and host '"
                    + uri.getHost() + "'");
        }
        return this;
    }

    /** Throws an {@link IllegalStateException} that names every mistake, if there is one. */
    public void throwIfWrong(String provider) {
        if (!mistakes.isEmpty()) {
            throw new IllegalStateException(
                    "the " + provider + " provider cannot be built: " + String.join("; ", mistakes));
        }
    }
}
