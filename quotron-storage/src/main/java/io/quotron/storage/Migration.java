package io.quotron.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * One version of the schema.
 *
 * @param version counts from 1
 * @param name the name of its script
 * @param sql the statements
 */
record Migration(int version, String name, String sql) {
    /** Reads the script {@code migrations/<dialect>/V<version>__<name>.sql} beside this class. */
    static Migration load(String dialect, int version, String name) {
        String path = "migrations/%s/V%03d__%s.sql".formatted(dialect, version, name);
        try (InputStream script = Migration.class.getResourceAsStream(path)) {
            if (script == null) {
                throw new IllegalStateException("the resource " + path + " is missing from the jar");
            }
            String sql = new String(script.readAllBytes(), StandardCharsets.UTF_8);
            return new Migration(version, name, sql.replace("\r\n", "\n"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The SHA-256 of the statements. */
    String checksum() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(sql.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
