package io.quotron.internal.request;

import io.quotron.error.FailureReason;
import io.quotron.error.QuotronException;
import java.util.Locale;
import java.util.regex.Pattern;

/** Numbers of registries as people write them. Finds typing errors before anybody is asked. */
final class Identifiers {
    /** ISO 6166: country, nine letters or digits, check digit. */
    private static final Pattern ISIN = Pattern.compile("[A-Z]{2}[A-Z0-9]{9}[0-9]");
    /** OMG Financial Instrument Global Identifier: no vowels, G in the third place; has the shape of an ISIN too. */
    private static final Pattern FIGI =
            Pattern.compile("(?!BS|BM|GG|GB|GH|KY|VG)[B-DF-HJ-NP-TV-Z]{2}G[B-DF-HJ-NP-TV-Z0-9]{8}[0-9]");

    private Identifiers() {}

    /** Returns the identifier in capital letters, or refuses it. */
    static String checked(String text) {
        String identifier = text.strip().toUpperCase(Locale.ROOT);
        if (identifier.isEmpty()) {
            throw new QuotronException(FailureReason.INVALID_REQUEST, "the identifier is blank");
        }
        int told = Character.digit(identifier.charAt(identifier.length() - 1), 10);
        if (!ISIN.matcher(identifier).matches() || isFigi(identifier, told)) {
            return identifier;
        }
        int right = isinDigit(identifier.substring(0, 11));
        if (told != right) {
            throw new QuotronException(
                    FailureReason.INVALID_REQUEST,
                    "'" + identifier + "' is no ISIN: its check digit is " + told + " but should be " + right
                            + "; look for a typing error");
        }
        return identifier;
    }

    /** Letters become two digits; every second digit from the right counts twice. */
    private static int isinDigit(String body) {
        StringBuilder digits = new StringBuilder();
        body.chars().forEach(sign -> digits.append(Character.digit(sign, 36)));
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            sum += i % 2 == 0 ? crossSum(2 * digit) : digit;
        }
        return (10 - sum % 10) % 10;
    }

    /** Letters count as numbers from 10; every second one counts twice. */
    private static boolean isFigi(String identifier, int told) {
        if (!FIGI.matcher(identifier).matches()) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < 11; i++) {
            int value = Character.digit(identifier.charAt(i), 36);
            sum += crossSum(i % 2 == 1 ? 2 * value : value);
        }
        return (10 - sum % 10) % 10 == told;
    }

    private static int crossSum(int value) {
        return value / 10 + value % 10;
    }
}
