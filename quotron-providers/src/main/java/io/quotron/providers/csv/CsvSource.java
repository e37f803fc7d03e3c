package io.quotron.providers.csv;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Opens files and streams: gzip is told by its first two bytes, and text that is not of its charset is an error. */
final class CsvSource {
    private static final int BUFFER = 1 << 16;
    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;

    private CsvSource() {}

    static Reader open(Path file, Charset charset) {
        String name = file.toString();
        try {
            return open(name, Files.newInputStream(file), charset);
        } catch (IOException e) {
            throw CsvException.unreadable(name, e);
        }
    }

    /** Takes the stream over: it is closed with the reader, or here if it cannot be read. */
    static Reader open(String name, InputStream stream, Charset charset) {
        try {
            InputStream plain = unpacked(new BufferedInputStream(stream, BUFFER));
            return new InputStreamReader(
                    plain,
                    charset.newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT));
        } catch (IOException e) {
            try (stream) {
                throw failure(name, e);
            } catch (IOException closing) {
                throw failure(name, closing);
            }
        }
    }

    private static InputStream unpacked(BufferedInputStream stream) throws IOException {
        stream.mark(2);
        boolean gzip = stream.read() == GZIP_FIRST && stream.read() == GZIP_SECOND;
        stream.reset();
        return gzip ? new GZIPInputStream(stream, BUFFER) : stream;
    }

    /** A damaged archive or text of another charset is the fault of the content, everything else that of the file. */
    static CsvException failure(String name, IOException e) {
        if (e instanceof ZipException || e instanceof EOFException) {
            return CsvException.malformed(name, 0, "the gzip archive is damaged or ends too early");
        }
        if (e instanceof CharacterCodingException) {
            return CsvException.malformed(name, 0, "the text is not of the charset of the format");
        }
        return CsvException.unreadable(name, e);
    }
}
