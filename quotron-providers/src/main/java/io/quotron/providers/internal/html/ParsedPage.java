package io.quotron.providers.internal.html;

import io.quotron.error.FailureReason;
import io.quotron.error.ProviderException;
import io.quotron.model.SourceId;
import io.quotron.spi.RequestContext;
import java.io.FilterReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.jsoup.select.Evaluator;

/**
 * A page in memory. Nothing on it is followed or run: no refresh, no script, no frame. Parsing and every selection look at the clock on
 * their way, in the thread of the caller. Not thread-safe.
 */
public final class ParsedPage {
    private static final int CHUNK = 8_192;
    private static final int ELEMENTS_BETWEEN_CHECKS = 64;
    private static final int MOST_FOUND = 10_000;

    private final SourceId source;
    private final PageLimits limits;
    private final RequestContext context;
    private final long start;
    private final Document document;

    private ParsedPage(SourceId source, String text, PageLimits limits, RequestContext context) {
        this.source = source;
        this.limits = limits;
        this.context = context;
        this.start = context.time().nanoTime();
        if (text.length() > limits.maxCharacters()) {
            throw malformed("the page is longer than " + limits.maxCharacters() + " characters");
        }
        this.document = Parser.htmlParser().setMaxDepth(limits.maxDepth()).parseInput(new Watched(text), "");
    }

    /**
     * Parses a page.
     *
     * @param source who sent it, for messages
     * @param text HTML, however bad
     * @param limits how much it may cost
     * @param context the call, which can end it
     * @return the page
     * @throws ProviderException MALFORMED_RESPONSE if it is too long or takes too long
     */
    public static ParsedPage parse(SourceId source, String text, PageLimits limits, RequestContext context) {
        return new ParsedPage(source, text, limits, context);
    }

    /**
     * Finds elements.
     *
     * @param selector a CSS selector
     * @return the elements in the order of the page, at most 10 000
     * @throws ProviderException MALFORMED_RESPONSE if it takes too long
     */
    public List<Element> select(String selector) {
        List<Element> found = new ArrayList<>();
        visit(selector, found, MOST_FOUND);
        return found;
    }

    /**
     * Finds the first element.
     *
     * @param selector a CSS selector
     * @return the element; empty if there is none
     */
    public Optional<Element> first(String selector) {
        List<Element> found = new ArrayList<>(1);
        visit(selector, found, 1);
        return found.stream().findFirst();
    }

    private void visit(String selector, List<Element> found, int most) {
        Evaluator evaluator = Selectors.evaluator(selector);
        Iterator<Element> elements = document.stream().iterator();
        for (int seen = 0; elements.hasNext() && found.size() < most; seen++) {
            if (seen % ELEMENTS_BETWEEN_CHECKS == 0) {
                checkTime();
            }
            Element element = elements.next();
            if (evaluator.matches(document, element)) {
                found.add(element);
            }
        }
    }

    /** Ends the work on this page if it takes too long or nobody waits any more. */
    public void checkTime() {
        context.throwIfEnded();
        if (context.time().nanoTime() - start > limits.time().toNanos()) {
            throw malformed("reading the page takes longer than " + limits.time());
        }
    }

    /**
     * Returns the title.
     *
     * @return the title; empty text if there is none
     */
    public String title() {
        return document.title();
    }

    /**
     * Returns the text that people see, its beginning at least.
     *
     * @return the text of the body
     */
    public String visibleText() {
        Element body = document.body();
        return body == null ? "" : body.text();
    }

    private ProviderException malformed(String message) {
        return new ProviderException(source, FailureReason.MALFORMED_RESPONSE, message);
    }

    /** Hands the text out piece by piece and looks at the clock in between. */
    private final class Watched extends FilterReader {
        private Watched(String text) {
            super(new StringReader(text));
        }

        @Override
        public int read(char[] buffer, int offset, int length) throws IOException {
            checkTime();
            return in.read(buffer, offset, Math.min(length, CHUNK));
        }

        @Override
        public int read() throws IOException {
            return in.read();
        }
    }
}
