package io.quotron.providers.checks;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A key that changes in every encoding, and all that it can look like. */
final class Canary {
    static final String KEY = "CaN4ry+/Key=9&zQ?%x:Yellow";

    private static final Set<String> FORMS = forms();

    private Canary() {}

    private static Set<String> forms() {
        Set<String> forms = new LinkedHashSet<>();
        String encoded = URLEncoder.encode(KEY, StandardCharsets.UTF_8);
        forms.add(KEY);
        forms.add(encoded);
        forms.add(encoded.replace("%2F", "/").replace("%3A", ":").replace("%3F", "?"));
        for (Base64.Encoder encoder : new Base64.Encoder[] {Base64.getEncoder(), Base64.getUrlEncoder()}) {
            for (int offset = 0; offset < 3; offset++) {
                forms.add(base64(encoder, offset));
            }
        }
        forms.addAll(forms.stream().map(form -> form.toLowerCase(Locale.ROOT)).toList());
        return forms;
    }

    /** The part of the encoding that depends on the key alone, behind a given number of other bytes. */
    private static String base64(Base64.Encoder encoder, int offset) {
        byte[] bytes = ("x".repeat(offset) + KEY).getBytes(StandardCharsets.UTF_8);
        String text = encoder.withoutPadding().encodeToString(bytes);
        int end = bytes.length % 3 == 0 ? text.length() : text.length() - 1;
        return text.substring(offset == 0 ? 0 : offset + 1, end);
    }

    static List<String> all() {
        return List.copyOf(FORMS);
    }

    /** All forms in one text, each of them twice in other company. */
    static String everyForm() {
        return String.join(" ", FORMS) + " \"" + String.join("\" \"", FORMS) + "\"";
    }

    /** Returns a form of the key that stands in a text, and what is around it. */
    static Optional<String> in(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        for (String form : FORMS) {
            int at = lower.indexOf(form.toLowerCase(Locale.ROOT));
            if (at >= 0) {
                int end = Math.min(text.length(), at + form.length() + 40);
                return Optional.of(text.substring(Math.max(0, at - 160), end));
            }
        }
        return Optional.empty();
    }

    /** Returns all that a failure tells: messages, causes, what was suppressed, and the stack. */
    static String textOf(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
