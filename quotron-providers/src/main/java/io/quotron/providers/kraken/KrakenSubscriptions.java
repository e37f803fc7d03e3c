package io.quotron.providers.kraken;

import io.quotron.model.Symbol;
import io.quotron.spi.StreamKey;
import io.quotron.spi.StreamKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one connection has asked for and what the server said to it: makes the requests and finds the streams that an
 * answer means. Thread-safe.
 *
 * <p>A request names many symbols, and the server answers once for each. Confirmations name channel and symbol.
 * Refusals name the symbol but no channel, so the number of the request tells which of two streams of a symbol is
 * meant. Some refuse the whole request and name no symbol at all, and some of those not even the request; they mean the
 * oldest request that is not answered and that their words fit.
 *
 * <p>The rows of a book do not tell its depth, so each market has one book on the wire, as deep as the deepest that is
 * wanted; the channel of states has no names, so there is one subscription for all.
 */
final class KrakenSubscriptions {
    private static final int NAMES_PER_REQUEST = 100;
    private static final String SUBSCRIBE = "subscribe";
    private static final String UNSUBSCRIBE = "unsubscribe";

    /**
     * What is to be done for a call.
     *
     * @param messages the messages to send, in order
     * @param ready streams that the server sends already
     */
    record Plan(List<String> messages, Set<StreamKey> ready) {}

    /** A request that is not wholly answered. */
    private record Request(KrakenChannel channel, Set<StreamKey> keys) {}

    /** A book on the wire. */
    private record BookOnWire(int depth, long generation) {}

    private final Map<StreamKey, KrakenPair> wanted = new LinkedHashMap<>();
    private final Map<Long, Request> open = new LinkedHashMap<>();
    private final Set<StreamKey> confirmed = new HashSet<>();
    private final Map<String, BookOnWire> books = new HashMap<>();
    private long requests;
    private long generations;
    private volatile KrakenStreams streams = KrakenStreams.EMPTY;

    /** Returns the streams that data may belong to. */
    KrakenStreams streams() {
        return streams;
    }

    /**
     * Notes what is wanted and makes the requests for what is not asked for yet.
     *
     * @param keys what is wanted, all of it offered
     * @param naming finds the market
     * @return what is to be done
     */
    synchronized Plan subscribe(Collection<StreamKey> keys, Function<Symbol, KrakenPair> naming) {
        Set<StreamKey> added = new LinkedHashSet<>(keys);
        added.removeAll(wanted.keySet());
        added.forEach(key -> wanted.put(key, naming.apply(key.symbol())));
        List<String> messages = new ArrayList<>();
        Set<StreamKey> ready = new LinkedHashSet<>();
        Map<KrakenChannel, Set<StreamKey>> asks = new LinkedHashMap<>();
        // the deepest book first, so that the others find it planned
        added.stream()
                .sorted(Comparator.comparingInt(StreamKey::depth).reversed())
                .forEach(key -> plan(key, messages, ready, asks));
        asks.forEach((channel, of) -> messages.addAll(ask(channel, of)));
        rebuild();
        return new Plan(messages, ready);
    }

    private void plan(
            StreamKey key, List<String> messages, Set<StreamKey> ready, Map<KrakenChannel, Set<StreamKey>> asks) {
        KrakenChannel channel = KrakenChannel.of(key);
        Predicate<StreamKey> sharing = other -> !other.equals(key) && shares(key, other);
        for (Set<StreamKey> planned : asks.values()) {
            if (planned.stream().anyMatch(sharing)) {
                planned.add(key);
                return;
            }
        }
        BookOnWire book = key.kind() == StreamKind.BOOK ? books.get(name(key)) : null;
        boolean tooFlat = book != null && book.depth() < channel.option();
        if (!tooFlat && joins(key, sharing, ready)) {
            return;
        }
        Set<StreamKey> ask = asks.computeIfAbsent(channel, any -> new LinkedHashSet<>());
        ask.add(key);
        if (book != null) {
            messages.add(end(KrakenChannel.book(book.depth()), Set.of(name(key))));
            wanted.keySet().stream().filter(sharing).forEach(ask::add);
            ask.forEach(this::settle);
        }
        if (key.kind() == StreamKind.BOOK) {
            books.put(name(key), new BookOnWire(channel.option(), ++generations));
        }
    }

    /** Two streams that the server sends once. */
    private boolean shares(StreamKey one, StreamKey other) {
        return one.kind() == other.kind()
                && (one.kind() == StreamKind.STATUS
                        || (one.kind() == StreamKind.BOOK && name(one).equals(name(other))));
    }

    /** A stream that comes to one which is there waits for its answer, if it still waits for one. */
    private boolean joins(StreamKey key, Predicate<StreamKey> sharing, Set<StreamKey> ready) {
        for (Request request : open.values()) {
            if (request.keys().stream().anyMatch(sharing)) {
                request.keys().add(key);
                return true;
            }
        }
        if (confirmed.stream().anyMatch(sharing)) {
            confirmed.add(key);
            ready.add(key);
            return true;
        }
        return false;
    }

    private List<String> ask(KrakenChannel channel, Set<StreamKey> keys) {
        Map<String, Set<StreamKey>> byName = new LinkedHashMap<>();
        for (StreamKey key : keys) {
            String name = channel.equals(KrakenChannel.INSTRUMENT) ? "" : name(key);
            byName.computeIfAbsent(name, any -> new LinkedHashSet<>()).add(key);
        }
        List<String> names = new ArrayList<>(byName.keySet());
        List<String> messages = new ArrayList<>();
        for (int from = 0; from < names.size(); from += NAMES_PER_REQUEST) {
            List<String> part = names.subList(from, Math.min(names.size(), from + NAMES_PER_REQUEST));
            Set<StreamKey> of = new LinkedHashSet<>();
            part.forEach(name -> of.addAll(Objects.requireNonNull(byName.get(name))));
            open.put(++requests, new Request(channel, of));
            messages.add(channel.request(SUBSCRIBE, part, requests));
        }
        return messages;
    }

    private String end(KrakenChannel channel, Collection<String> names) {
        return channel.request(UNSUBSCRIBE, names, ++requests);
    }

    /**
     * Forgets streams and makes the requests that end them, but for those whose data other streams still want.
     *
     * @param keys what is no longer wanted
     * @return the messages to send
     */
    synchronized List<String> unsubscribe(Collection<StreamKey> keys) {
        Map<KrakenChannel, Set<String>> ends = new LinkedHashMap<>();
        for (StreamKey key : keys) {
            KrakenPair pair = wanted.get(key);
            if (pair != null) {
                KrakenChannel channel = onWire(key);
                boolean shared = wanted.keySet().stream().anyMatch(other -> !other.equals(key) && shares(key, other));
                forget(key);
                if (!shared) {
                    ends.computeIfAbsent(channel, any -> new LinkedHashSet<>()).add(pair.streamName());
                }
            }
        }
        rebuild();
        List<String> messages = new ArrayList<>();
        ends.forEach((channel, names) -> {
            List<String> all = List.copyOf(names);
            int step = channel.equals(KrakenChannel.INSTRUMENT) ? all.size() : NAMES_PER_REQUEST;
            for (int from = 0; from < all.size(); from += step) {
                messages.add(end(channel, all.subList(from, Math.min(all.size(), from + step))));
            }
        });
        return messages;
    }

    private KrakenChannel onWire(StreamKey key) {
        BookOnWire book = key.kind() == StreamKind.BOOK ? books.get(name(key)) : null;
        return book == null ? KrakenChannel.of(key) : KrakenChannel.book(book.depth());
    }

    /**
     * Makes the requests that end a book and begin it anew, with a snapshot.
     *
     * @param name the native name of the market
     * @return the messages to send; empty if nobody wants the book any more
     */
    synchronized List<String> renewBook(String name) {
        BookOnWire book = books.get(name);
        if (book == null) {
            return List.of();
        }
        KrakenChannel channel = KrakenChannel.book(book.depth());
        Set<StreamKey> keys = new LinkedHashSet<>();
        wanted.keySet().stream()
                .filter(key -> key.kind() == StreamKind.BOOK && name(key).equals(name))
                .forEach(keys::add);
        keys.forEach(this::settle);
        books.put(name, new BookOnWire(book.depth(), ++generations));
        List<String> messages = new ArrayList<>();
        messages.add(end(channel, List.of(name)));
        messages.addAll(ask(channel, keys));
        rebuild();
        return messages;
    }

    /**
     * Finds the streams that a confirmation means.
     *
     * @param answer the confirmation
     * @return the streams that were not confirmed before; empty if none is waited for
     */
    synchronized Set<StreamKey> confirmed(KrakenFrames.Answer answer) {
        Set<StreamKey> keys = new LinkedHashSet<>();
        for (Request request : open.values()) {
            KrakenChannel channel = request.channel();
            boolean sameChannel = answer.channel() == null || answer.channel().equals(channel.name());
            boolean sameOption = answer.option() < 0 || channel.option() == 0 || answer.option() == channel.option();
            if (sameChannel && sameOption) {
                request.keys().stream()
                        .filter(key -> channel.equals(KrakenChannel.INSTRUMENT)
                                || name(key).equals(answer.symbol()))
                        .forEach(keys::add);
            }
        }
        keys.forEach(this::settle);
        keys.removeIf(key -> !confirmed.add(key));
        return keys;
    }

    /**
     * Finds the streams that a refusal means, and forgets them.
     *
     * @param answer the refusal
     * @return the streams, once; empty if it cannot be told
     */
    synchronized Set<StreamKey> refused(KrakenFrames.Answer answer) {
        Request request = open.get(answer.requestId());
        Set<StreamKey> keys = new LinkedHashSet<>();
        if (answer.symbol() != null) {
            Collection<Request> candidates = request != null ? List.of(request) : List.copyOf(open.values());
            candidates.stream()
                    .filter(candidate -> fits(candidate.channel(), answer.error()))
                    .forEach(candidate -> keys.addAll(candidate.keys()));
            keys.removeIf(key -> !name(key).equals(answer.symbol()));
        } else {
            Request meant = request != null ? request : oldest(answer);
            keys.addAll(meant == null ? Set.of() : meant.keys());
        }
        keys.forEach(this::forget);
        rebuild();
        return keys;
    }

    private @Nullable Request oldest(KrakenFrames.Answer answer) {
        boolean numbered = answer.requestId() >= 0;
        return numbered
                ? null
                : open.values().stream()
                        .filter(request -> fits(request.channel(), answer.error()))
                        .findFirst()
                        .orElse(null);
    }

    /** Words that only some channels can cause. */
    private static boolean fits(KrakenChannel channel, String error) {
        String words = error.toLowerCase(Locale.ROOT);
        if (words.contains("depth")) {
            return channel.name().equals("book");
        }
        return !words.contains("interval") || channel.name().equals("ohlc");
    }

    private String name(StreamKey key) {
        return Objects.requireNonNull(wanted.get(key)).streamName();
    }

    private void forget(StreamKey key) {
        KrakenPair pair = wanted.remove(key);
        settle(key);
        confirmed.remove(key);
        boolean bookLeft = wanted.entrySet().stream()
                .anyMatch(other -> other.getKey().kind() == StreamKind.BOOK
                        && pair != null
                        && other.getValue().streamName().equals(pair.streamName()));
        if (key.kind() == StreamKind.BOOK && pair != null && !bookLeft) {
            books.remove(pair.streamName());
        }
    }

    private void settle(StreamKey key) {
        open.values().forEach(request -> request.keys().remove(key));
        open.values().removeIf(request -> request.keys().isEmpty());
    }

    private void rebuild() {
        Map<String, StreamKey> trades = new HashMap<>();
        Map<String, StreamKey> quotes = new HashMap<>();
        Map<String, StreamKey> states = new HashMap<>();
        Map<String, Map<Integer, StreamKey>> bars = new HashMap<>();
        Map<String, KrakenStreams.Book> bookStreams = new HashMap<>();
        wanted.forEach((key, pair) -> {
            String name = pair.streamName();
            switch (key.kind()) {
                case TRADES -> trades.put(name, key);
                case QUOTES -> quotes.put(name, key);
                case STATUS -> states.put(name, key);
                case BARS ->
                    bars.computeIfAbsent(name, any -> new HashMap<>())
                            .put(KrakenChannel.of(key).option(), key);
                case BOOK -> bookStreams.computeIfAbsent(name, any -> bookStream(pair));
            }
        });
        streams = new KrakenStreams(
                KrakenStreamTable.of(trades), KrakenStreamTable.of(quotes), bookStreams, bars, states);
    }

    private KrakenStreams.Book bookStream(KrakenPair pair) {
        String name = pair.streamName();
        BookOnWire book = Objects.requireNonNull(books.get(name));
        List<StreamKey> keys = wanted.keySet().stream()
                .filter(key -> key.kind() == StreamKind.BOOK && name(key).equals(name))
                .toList();
        return new KrakenStreams.Book(
                name,
                book.depth(),
                book.generation(),
                pair.traits().priceDecimals(),
                pair.traits().sizeDecimals(),
                keys);
    }

    /** Tells whether a refusal says that there is nothing left to do. */
    static boolean isAlreadySubscribed(KrakenFrames.Answer answer) {
        return answer.error().toLowerCase(Locale.ROOT).contains("already subscribed");
    }
}
